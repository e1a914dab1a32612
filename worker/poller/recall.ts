import { readTexts, type KvFailure } from '../io/kv.ts';
import { digest } from '../message.ts';
import type { Result } from '../model.ts';
import { type DocumentFailure, freshHead, type Head, readDocument, readHead } from './document.ts';
import type { Job } from './job.ts';
import { within } from './within.ts';

/**
 * What is remembered of the feed, a fresh memory where it was never read. SEEN is asked only where there is no working
 * copy; that KV does not answer, or holds what cannot be read, is never taken for a feed that is new.
 */
export async function recall(job: Job): Promise<Result<Head, KvFailure | DocumentFailure>> {
  const { world, memory, feed, now, signal } = job;
  const stored = memory.row(feed.name).head;
  if (stored !== null) return readHead(stored);
  const seen = await within(signal, readTexts(world.seen, [feed.name]));
  if (!seen.ok) return seen;
  const text = seen.value.get(feed.name) ?? null;
  if (text === null) return { ok: true, value: freshHead(await digest(feed.url)) };
  const document = readDocument(text);
  if (!document.ok) return document;
  memory.commit(feed.name, document.value.head, document.value.known, now);
  return { ok: true, value: document.value.head };
}
