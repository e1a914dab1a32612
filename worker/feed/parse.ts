import type { ParsedFeed, Result } from '../model.ts';
import { decodeBytes } from './decode.ts';
import type { FeedFailure } from './failure.ts';
import { readFeed } from './feed.ts';
import { findRoot } from './root.ts';
import { tidy } from './tidy.ts';
import { readXml } from './xml.ts';

/** Reads a feed of any format; `url` is the document's, after redirects. Never throws, whatever the bytes are. */
export function parseFeed(
  body: Uint8Array,
  about: { readonly url: string; readonly contentType: string | null },
): Result<ParsedFeed, FeedFailure> {
  const { text, cut } = decodeBytes(body, about.contentType);
  if (text.trim() === '') return { ok: false, reason: 'empty', detail: 'The answer was empty.' };
  const root = findRoot(text);
  if (root === null) return { ok: false, reason: 'not-a-feed', detail: 'The answer is neither XML, JSON nor HTML.' };
  if (root.kind === 'html') return { ok: false, reason: 'html', detail: 'The answer is an HTML page.' };
  const tidied = tidy(text, root.at);
  const element = readXml(tidied.text, root.kind === 'atom' ? 'atom' : '', about.url);
  if (element === null) return { ok: false, reason: 'malformed', detail: 'The feed has no root element.' };
  return { ok: true, value: readFeed(element, root.kind, tidied.truncated || cut) };
}
