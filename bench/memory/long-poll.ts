import { bareFeed } from '../../worker/config/feed.ts';
import { decide } from '../../worker/rules/decide.ts';
import type { Watch } from '../../worker/rules/watch.ts';
import type { Body } from '../../worker/io/fetch-feed.ts';
import { USER_AGENT } from '../../worker/io/user-agent.ts';
import { writeRemembered } from '../../worker/poller/store/document.ts';
import { gather } from '../../worker/poller/gather.ts';
import { freshState } from '../../worker/poller/store/feed-state.ts';
import { offersOf } from '../../worker/poller/offers.ts';
import type { Lock } from '../../worker/poller/concurrency.ts';

// A poll of a long feed as a shard does it, without storage and network: fetched, parsed, decided, rendered and written as text.

/** Each comment is a second after the one before. */
const START = Date.UTC(2026, 10, 1);

/** Text of each comment. */
const TEXT = 'and so on, as comments do; '.repeat(13);

/** Surroundings of a poll: the server, the shard's lock, and who watches. */
export type Around = {
  /** Gives the body that a host serves, where that comment is its newest. */
  readonly bodyAt: (host: string, newest: number) => Uint8Array;
  readonly lock: Lock;
  readonly lockless: boolean;
  /** Called after each step. */
  readonly look: () => void;
};

/** Polls feed `number`, whose newest comment is `newest`; gives what is remembered then. */
export async function pollLong(number: number, watch: Watch, newest: number, around: Around): Promise<Watch> {
  const { bodyAt, lock, lockless, look } = around;
  const host = `long-${number}.example`;
  const url = `https://${host}/comments.atom`;
  const feed = { ...bareFeed(host, url), to: ['one'] };
  const signal = new AbortController().signal;
  return lock.during(60_000, async (alone) => {
    const job = {
      feed,
      now: Date.UTC(2026, 10, 2),
      url,
      day: 1,
      signal,
      web: signal,
      alone: lockless ? async () => {} : alone,
    };
    const deps = {
      fetchFeed: async () => ({ ok: true as const, value: bodyOf(url, bodyAt(host, newest)) }),
      userAgent: USER_AGENT,
      allowPrivate: false,
    };
    const { result } = await gather({ ...job, deps }, freshState(watch.source), watch);
    look();
    if (!result.ok || 'unchanged' in result.value) throw new Error('The feed was not read');
    const plan = decide(feed, watch, result.value.read, job.day, job.now);
    look();
    if (plan.kind !== 'taken') throw new Error(`The answer was not taken: ${plan.reason}`);
    let length = 0;
    for (const offer of offersOf({ feed, facts: result.value.facts, pages: result.value.pages, now: job.now }, plan)) {
      length += JSON.stringify(offer).length;
    }
    const text = writeRemembered(plan.after.remembered);
    look();
    if (text.length + length === 0) throw new Error('Nothing was written');
    return plan.after;
  });
}

function bodyOf(url: string, bytes: Uint8Array): Body {
  const facts = { contentType: 'application/atom+xml', link: null, movedTo: null, maxAge: null, cut: null };
  return { kind: 'body', status: 200, bytes, url, validators: { etag: null, lastModified: null }, ...facts };
}

/** Writes an Atom feed of about so many bytes whose newest comment has that number. */
export function longFeed(bytes: number, host: string, newest: number): Uint8Array {
  const entries: string[] = [];
  for (let [number, length] = [newest, 0]; length < bytes; number--) {
    const time = new Date(START + number * 1000).toISOString();
    const names = `<id>tag:${host},2026:c${number}</id><author><name>V${number % 500}</name></author><published>${time}</published>`;
    const link = `<link href="https://${host}/post#c${number}"/>`;
    entries.push(`<entry>${names}${link}<content type="html">&lt;p&gt;${number} ${TEXT}&lt;/p&gt;</content></entry>`);
    length += entries.at(-1)?.length ?? 0;
  }
  return new TextEncoder().encode(
    `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>${host}</id><title>Long</title>${entries.join('')}</feed>`,
  );
}
