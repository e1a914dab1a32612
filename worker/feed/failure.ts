import type { Failure } from '../model.ts';

/**
 * Reason for which a body is no feed. `html`: a web page, which may name a feed; `login`: one that asks for a password; `json`: JSON
 * that is no feed, as an API's error; `malformed`: a feed of which nothing can be read, with the line where it breaks.
 */
export type FeedFailure = Failure<'empty' | 'html' | 'login' | 'json' | 'not-a-feed' | 'malformed'>;

const DETAILS: Readonly<Record<FeedFailure['reason'], string>> = {
  empty: 'The server answered with nothing.',
  html: 'This is a web page, not a feed.',
  login: 'This is a page that asks for a password, not a feed.',
  json: 'This is JSON, but not a JSON Feed: it has no list of items.',
  'not-a-feed': 'This is neither a feed nor a web page.',
  malformed: 'This feed is cut short or broken before its first entry is whole.',
};

/** Makes the failure of this reason, with a sentence for people; `line` from 1, where it is known. */
export function noFeed(reason: FeedFailure['reason'], line: number | null = null): FeedFailure {
  const detail = line === null ? DETAILS[reason] : `${DETAILS[reason]} It breaks in line ${line}.`;
  return { ok: false, reason, detail, ...(line === null ? {} : { line }) };
}
