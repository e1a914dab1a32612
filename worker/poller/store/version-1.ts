import * as v from 'valibot';
import type { NamedComment } from '../../systems/comments.ts';
import { shortId } from '../../feed/comment/short-id.ts';
import { commentKey, digest } from '../../message.ts';
import type { Feed } from '../../model.ts';
import type { RememberedComment } from '../../rules/watch.ts';
import { type FeedDocument, freshState } from './feed-state.ts';

const Text = v.nullable(v.string());
const Instant = v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse));

const Head1 = v.object({
  version: v.literal(1),
  source: v.string(),
  resolved: Text,
  watchingSince: v.nullable(Instant),
  begun: v.optional(v.boolean(), false),
  title: Text,
  homePage: Text,
  lastNews: v.nullable(Instant),
  failing: v.nullable(v.object({ since: Instant, reason: v.string(), announced: v.boolean() })),
  notBefore: v.nullable(Instant),
  maxAge: v.number(),
  window: v.number(),
  serial: v.nullable(v.number()),
});
const Known1 = v.array(v.tuple([v.string(), Text, v.string()]));

/** A comment feed of a whole site, by its address; version 1 did not note what it had found. */
const OF_SITE = /\/comments\/(?:feed|default)|[?&]feed=comments-/i;

/**
 * Reads a document of version 1, which knew IDs, fingerprints and contents alone; the first whole answer sets edge, times
 * and direction. Validators and digest are left out, so that the next poll reads one. `null`: it is none.
 */
export function readVersion1(head: unknown, known: unknown): FeedDocument | null {
  const comments = v.safeParse(Known1, known);
  if (!comments.success) return null;
  const remembered = comments.output.map(([id, fingerprint, content]): RememberedComment => {
    const names = { id, fingerprint, author: null, time: null, key: null };
    return { ...names, content, held: false, shown: false, restless: null };
  });
  const before = v.safeParse(Head1, head);
  if (!before.success) return head === null ? { feedState: freshState(''), remembered } : null;
  const { source, resolved, watchingSince, begun, failing, window, serial, lastNews, ...facts } = before.output;
  const isBegun = begun || watchingSince === null;
  const isEmpty = !isBegun && window === 0;
  return {
    feedState: {
      ...freshState(source),
      found: resolved === null ? null : { url: resolved, of: OF_SITE.test(resolved) ? 'site' : 'page' },
      title: facts.title,
      homePage: facts.homePage,
      maxAge: facts.maxAge,
      notBefore: facts.notBefore,
      failing: failing && {
        since: failing.since,
        from: failing.since,
        reason: failing.reason,
        told: failing.announced ? [] : null,
      },
      watch: {
        ...freshState(source).watch,
        since: watchingSince,
        largest: window,
        newestNumber: serial,
        lastNews,
        edge: isEmpty ? 'open' : null,
        migrated: !isBegun && !isEmpty,
      },
    },
    remembered,
  };
}

/**
 * The key under which version 1 offered a comment that it knew (`known`: digests of its IDs): it named those of one guid
 * by their links, too, and took `www.` for a part of the host. `null`: it did not know that comment.
 */
export async function keyInVersion1(
  feed: Pick<Feed, 'name' | 'url'>,
  { id, url, published }: NamedComment,
  known: ReadonlySet<string>,
): Promise<string | null> {
  const linked = `${id}|${url ?? ''}`;
  for (const name of [`${linked}|${published ?? ''}`, linked, id].map(shortId)) {
    if (known.has(await digest(name)))
      return isOfHost(feed.url, name) ? commentKey(feed, feed.url, name) : `${feed.name} ${name}`;
  }
  return null;
}

function isOfHost(feedUrl: string, id: string): boolean {
  const host = URL.parse(feedUrl)?.host ?? '';
  return URL.parse(id)?.host === host || id.toLowerCase().startsWith(`tag:${host},`);
}
