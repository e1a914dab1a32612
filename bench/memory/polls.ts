import { decide } from '../../worker/rules/decide.ts';
import { freshWatch, type Watch } from '../../worker/rules/watch.ts';
import type { Body } from '../../worker/io/fetch-feed.ts';
import { USER_AGENT } from '../../worker/io/user-agent.ts';
import { writeRemembered } from '../../worker/poller/store/document.ts';
import { gather } from '../../worker/poller/gather.ts';
import { freshState } from '../../worker/poller/store/feed-state.ts';
import { offersOf } from '../../worker/poller/offers.ts';
import { Lock } from '../../worker/poller/concurrency.ts';

// Polls long feeds at once as one shard does, without storage and network: fetched, parsed, decided, rendered and written
// as text, twice, the second time with one comment more. Prints the peak size of array buffers, in bytes.

/** Each comment is a second after the one before. */
const START = Date.UTC(2026, 10, 1);

/** Text of each comment. */
const TEXT = 'and so on, as comments do; '.repeat(13);

const [feeds = 6, size = 6_000_000, lockless = 0] = process.argv.slice(2).map(Number);

const lock = new Lock();
let buffers = 0;
const look = (): void => void (buffers = Math.max(buffers, process.memoryUsage().arrayBuffers));

async function poll(number: number, watch: Watch, newest: number): Promise<Watch> {
  const host = `long-${number}.example`;
  const url = `https://${host}/comments.atom`;
  const feed = {
    name: host,
    url,
    to: ['one'],
    every: null,
    backfill: 0,
    follow: null,
    headers: {},
    auth: null,
    paused: false,
    filter: null,
    moderate: false,
  };
  const signal = new AbortController().signal;
  return lock.during(signal, async (alone) => {
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
      fetchFeed: async () => ({ ok: true as const, value: bodyOf(url, longFeed(size, host, newest)) }),
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
function longFeed(bytes: number, host: string, newest: number): Uint8Array {
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

const numbers = Array.from({ length: feeds }, (_, number) => number);
const watches = await Promise.all(numbers.map((number) => poll(number, freshWatch('x'), 60_000)));
await Promise.all(watches.map((watch, number) => poll(number, watch, 60_001)));
process.stdout.write(String(buffers));
