import type { PollNowOutcome, PollReason } from '../../rpc/feeds.ts';
import type { Done, Operations } from '../operations.ts';
import type { PollAnswer } from '../shapes.ts';
import { type Context, NO_FEED, pollerOf } from './context.ts';
import { presentFeed } from './stored.ts';

/** Longest wait for a poll that was asked for, ms: so long a poll may take. */
const PATIENCE = 30_000;

const POLLING: PollAnswer = {
  outcome: 'polling',
  reason: 'it takes longer; the feed shows how it ended',
  comments: null,
  news: null,
  edits: null,
};

/** Reasons of polls in words. */
const WORDS: Readonly<Record<PollReason, string>> = {
  blocked: 'its address is not allowed: it must be a public one',
  timeout: 'its server did not answer in time',
  network: 'its server cannot be reached',
  limit: 'the platform allows no more requests in one run; it goes on with the next',
  host: 'its host allows few requests, and the turn is another feed’s; it is asked for with each tick',
  redirects: 'it redirects too often',
  gone: 'its server says that it is gone for good (410)',
  wall: 'a check that browsers alone pass answers in its place; whoever runs the site can let the feed’s address through',
  status: 'its server answered with an error',
  empty: 'the answer was empty',
  html: 'the page names no comment feed',
  login: 'the page asks for a login',
  json: 'the answer is JSON, and no feed',
  'not-a-feed': 'the answer is no feed',
  malformed: 'the feed cannot be read: it is broken',
  posts: 'the feed holds posts, and no comments',
  lost: 'another site’s feed is at its address now',
  cut: 'the answer broke off before its end',
  deadline: 'it could not be read to the end in the time that there is; it goes on with the next poll',
  document: 'what is remembered of it was written by a newer version of Earshot, or is broken',
  error: 'Earshot could not take in what it says; the Worker’s log tells more',
  kv: 'KV did not answer; it is tried again within five minutes',
  outbox: 'a destination did not take its messages over; it is tried again within five minutes',
  server: 'its server asked to be left alone for now',
};

/** The operation that polls a feed at once. */
export function polling(context: Context): Pick<Operations, 'pollFeed'> {
  return { pollFeed: (name) => pollFeed(context, name) };
}

async function pollFeed(context: Context, name: string): Promise<Done<PollAnswer>> {
  const stored = await presentFeed(context, name);
  if (!stored.ok) return stored;
  const poller = await pollerOf(context, name);
  const poll = Promise.resolve(poller.pollNow(name, context.now()));
  // It goes on where nobody waits for it any more.
  context.waitUntil(poll.catch(() => null));
  const answered = new AbortController();
  const patience = scheduler.wait(PATIENCE, { signal: answered.signal }).then(
    () => null,
    () => null,
  );
  try {
    const ended = await Promise.race([poll, patience]);
    if (ended === null) return { ok: true, value: POLLING };
    return ended.outcome === 'unknown' ? NO_FEED : { ok: true, value: answerOf(ended) };
  } finally {
    answered.abort();
  }
}

/** Outcomes of which no poll can tell more: there was none. */
type NotPolled = Extract<PollNowOutcome, { readonly outcome: 'unknown' | 'invalid' | 'paused' | 'busy' }>;

function answerOf(ended: PollNowOutcome): PollAnswer {
  if (isNotPolled(ended)) {
    const outcome = ended.outcome === 'unknown' ? 'invalid' : ended.outcome;
    return { outcome, reason: ended.reason ?? null, comments: null, news: null, edits: null };
  }
  const { outcome, reason, comments = null, news = null, edits = null } = ended;
  return { outcome, reason: reason === undefined ? null : WORDS[reason], comments, news, edits };
}

function isNotPolled(ended: PollNowOutcome): ended is NotPolled {
  return ['unknown', 'invalid', 'paused', 'busy'].includes(ended.outcome);
}
