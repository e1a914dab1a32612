import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundle } from '../scripts/local/bundle.ts';
import { readCommandLine } from '../scripts/command-line.ts';
import { startRuntime } from '../scripts/local/runtime.ts';
import { listen } from '../scripts/local/listen.ts';

// Many feeds and many messages: how long each page and each answer of the API takes, in the real Worker in the local runtime.

const USAGE = `npm run bench:home -- [--feeds N] [--comments N]

Polls feeds, all of whose comments wait for one destination, and then times every page and every answer of the API, and the
first look at the overview after a change and after a rest.

  --feeds N     feeds (default: 10000)
  --comments N  comments that each of them has (default: 10)`;

const values = readCommandLine(USAGE, {
  feeds: { type: 'string', default: '10000' },
  comments: { type: 'string', default: '10' },
});
const FEEDS = Number(values.feeds);
const COMMENTS = Number(values.comments);

const TOKEN = 'a-token-for-the-bench-alone';
const ROOT = path.resolve(import.meta.dirname, '..');
const START = Date.UTC(2026, 10, 2, 9, 0);
const TICK = 5 * 60_000;

/** Requests of each address; the median counts, and the longest is shown. */
const RUNS = 7;

/** First looks of each kind; the median counts. */
const LOOKS = 5;

/** Time after which the runtime has thrown all objects out of memory, ms: it does so with those idle for ten seconds. */
const REST = 20_000;

/** Longest that an answer is meant to take, ms. */
const GOAL = 200;

/** Values of CONFIG put at once. */
const AT_ONCE = 50;

function feedOf(number: number): string {
  const entries = Array.from({ length: COMMENTS }, (_, at) => {
    const time = new Date(START - (at + 1) * 60_000).toISOString();
    return `<entry><id>tag:b${number}.example,2026:${at}</id><title>Comment from Visitor ${at}</title>
<author><name>Visitor ${at}</name></author><published>${time}</published><updated>${time}</updated>
<link rel="alternate" href="https://b${number}.example/post#c${at}"/>
<content type="html">&lt;p&gt;Thought ${at} about blog ${number}. ${'It goes on for a while. '.repeat(20)}&lt;/p&gt;</content></entry>`;
  });
  return `<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:b${number}.example,2026:feed</id>
<title>Comments on blog ${number}</title><updated>2026-11-02T08:00:00Z</updated>${entries.join('')}</feed>`;
}

function medianOf(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[times.length >> 1] ?? 0;
}

type Time = { readonly median: number; readonly longest: number; readonly status: number; readonly bytes: number };

async function timeOf(url: URL, headers: Readonly<Record<string, string>>): Promise<Time> {
  const times: number[] = [];
  let [status, bytes] = [0, 0];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    const answer = await fetch(url, { headers, redirect: 'manual' });
    bytes = (await answer.arrayBuffer()).byteLength;
    ({ status } = answer);
    times.push(performance.now() - start);
  }
  return { median: medianOf(times), longest: Math.max(...times), status, bytes };
}

/** Median time of the overview right after something, each time with a second look behind it. */
async function firstLooks(before: (look: number) => Promise<unknown>, look: () => Promise<number>): Promise<Looks> {
  const [first, second]: [number[], number[]] = [[], []];
  for (let at = 0; at < LOOKS; at++) {
    await before(at);
    first.push(await look());
    second.push(await look());
  }
  return { first: medianOf(first), second: medianOf(second) };
}

type Looks = { readonly first: number; readonly second: number };

const folder = mkdtempSync(path.join(tmpdir(), 'earshot-home-'));
const { server, origin } = await listen(0, (request, response) => {
  response.writeHead(200, { 'content-type': 'application/atom+xml' });
  response.end(feedOf(Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0)));
});
const runtime = await startRuntime({
  root: ROOT,
  script: await bundle(ROOT, path.join(folder, 'bundle')),
  state: path.join(folder, 'state'),
  // Without a SIGNING_KEY the webhook is blocked: all messages stay, and are in the log.
  vars: { ADMIN_TOKEN: TOKEN, ALLOW_PRIVATE_NETWORK: 'true' },
  onLine: () => {},
});
try {
  await runtime.configure('destination:default', `${origin}/hook`);
  for (let first = 0; first < FEEDS; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, FEEDS - first) }, (_, at) => first + at);
    await Promise.all(
      numbers.map((number) =>
        runtime.configure(
          `feed:blog-${String(number).padStart(5, '0')}`,
          JSON.stringify({ url: `${origin}/${number}`, backfill: COMMENTS, every: '7d' }),
        ),
      ),
    );
  }
  console.log(`${FEEDS} feeds are in CONFIG.`);
  const call = async (address: string): Promise<unknown> => {
    const answer = await fetch(new URL(address, runtime.url), { headers: { authorization: `Bearer ${TOKEN}` } });
    return answer.json();
  };
  const began = performance.now();
  for (let at = 0; at < 3; at++) await runtime.tick(START + at * TICK);
  console.log(`They are polled, in ${((performance.now() - began) / 1000).toFixed(0)} s.`);
  const destination = await call('/api/destinations/default');
  console.log(`Messages that wait: ${JSON.stringify(Reflect.get(Object(destination), 'waiting'))}\n`);
  const first: unknown = await call('/api/destinations/default/messages?limit=1');
  const id = /msg_[\w-]+/.exec(JSON.stringify(first))?.[0] ?? 'none';
  const middle = `blog-${String(FEEDS >> 1).padStart(5, '0')}`;
  const addresses = [
    '/',
    '/?state=failing',
    `/?q=${middle}`,
    `/feeds/${middle}`,
    '/destinations/default',
    `/destinations/default?q=blog+${FEEDS >> 1}.`,
    `/destinations/default/messages/${id}`,
    '/settings',
    '/api/feeds',
    '/api/feeds?limit=200',
    `/api/feeds?after=${middle}`,
    '/api/feeds?state=failing',
    `/api/feeds/${middle}`,
    `/api/feeds/${middle}/comments`,
    '/api/destinations',
    '/api/destinations/default',
    '/api/destinations/default/messages?limit=200',
    '/api/destinations/default/messages?state=dead',
    `/api/destinations/default/messages?feed=blog-00000`,
    '/api/destinations/default/messages?q=nothing-has-this',
    `/api/destinations/default/messages/${id}`,
    '/api/openapi.json',
  ];
  console.log('address                                                    status    bytes   median  longest');
  let isOver = false;
  for (const address of addresses) {
    const headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` };
    const { median, longest, status, bytes } = await timeOf(new URL(address, runtime.url), headers);
    isOver ||= median > GOAL;
    const times = [median, longest].map((time) => `${time.toFixed(0)} ms`.padStart(8)).join(' ');
    console.log(
      `${address.slice(0, 58).padEnd(58)} ${String(status).padStart(6)} ${String(bytes).padStart(8)} ${times}`,
    );
  }
  const look = async (): Promise<number> => {
    const start = performance.now();
    const answer = await fetch(runtime.url, { headers: { authorization: `Bearer ${TOKEN}` } });
    await answer.arrayBuffer();
    return performance.now() - start;
  };
  const change = (at: number) =>
    fetch(new URL(`/api/feeds/${middle}`, runtime.url), {
      method: 'PUT',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url: `${origin}/${FEEDS >> 1}`, every: `${at + 1}d` }),
    });
  console.log('\nthe overview, first look after                               first   second');
  const kinds = [
    ['a change of one feed', change],
    ['all objects have left the memory', () => sleep(REST)],
  ] as const;
  for (const [kind, before] of kinds) {
    const { first: firstLook, second } = await firstLooks(before, look);
    isOver ||= firstLook > GOAL;
    const times = [firstLook, second].map((time) => `${time.toFixed(0)} ms`.padStart(8)).join(' ');
    console.log(`${kind.padEnd(58)} ${times}`);
  }
  console.log(isOver ? `\nOver the goal of ${GOAL} ms.` : `\nAll within the goal of ${GOAL} ms.`);
  process.exitCode = isOver ? 1 : 0;
} finally {
  await runtime.stop();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
