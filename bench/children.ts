// Measures what a followed site of 500 posts takes to be put into SEEN: `npm run bench:children`.
import { readCommandLine } from '../scripts/command-line.ts';
import type { RememberedComment } from '../worker/rules/watch.ts';
import type { Child } from '../worker/poller/store/child-table.ts';
import { SITE_BYTES, withChildren } from '../worker/poller/store/children-document.ts';
import { writeFeedState, writeRemembered } from '../worker/poller/store/document.ts';
import { freshState } from '../worker/poller/store/feed-state.ts';
import { relativeKeys } from '../worker/poller/store/relative-keys.ts';

const HELP = `npm run bench:children [-- --posts N]

Prints for sites of 500 posts (or N) of 100 and of 400 comments each: the bytes of the largest row and of SEEN's document,
the CPU time of making that document for one put, and the memory that this takes.

  --posts N   posts of the site (default 500)`;

/** Runs of which the median counts. */
const RUNS = 9;

const NOW = Date.UTC(2026, 10, 2);
const values = readCommandLine(HELP, { posts: { type: 'string', default: '500' } });

/** A comment as it is remembered: digests are as long as in real documents, and no two are alike. */
function remembered(prefix: string, number: number): RememberedComment {
  const digest = (length: number, salt: number): string =>
    (Math.imul(number + 1, 0x9e3779b1 + salt) >>> 0).toString(36).padStart(length, 'x');
  const [id, fingerprint, author, content] = [digest(12, 1), digest(12, 2), digest(12, 3), digest(12, 4)];
  const time = NOW - number * 60_000;
  return {
    id,
    fingerprint,
    author,
    time,
    content,
    key: `${prefix} ${number}`,
    held: true,
    shown: true,
    restless: null,
  };
}

function childOf(at: number): Child {
  const url = `https://blog.example/2026/11/a-post-with-a-title-${at}/feed/`;
  return {
    feed: 'blog',
    url,
    post: `https://blog.example/?p=${at}`,
    madeAt: NOW + at,
    newsSince: NOW,
    isNew: false,
    count: 100,
    updated: null,
    isListed: at < 10,
    movedAt: null,
    retiredAt: null,
    isGone: false,
    failedAt: null,
    changedAt: NOW,
    state: freshState('abcdefghijkl'),
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

/** Puts one site's document together again and again; prints a line. */
function measure(posts: number, comments: number): void {
  const rows = Array.from({ length: posts }, (_, at) => childOf(at));
  const texts = rows.map(({ url }) => {
    const prefix = `blog ${url}`;
    const known = Array.from({ length: comments }, (_, number) => remembered(prefix, number));
    return [url, writeRemembered(relativeKeys(known, prefix))] as const;
  });
  const known = new Map(texts);
  const largest = Math.max(
    ...rows.map(
      ({ url, state }) => (state === null ? 0 : writeFeedState(state).length) + (known.get(url)?.length ?? 0),
    ),
  );
  const head = JSON.stringify({ version: 2, known: [] });
  const [milliseconds, bytes, heap]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < RUNS; run++) {
    const [cpu, before] = [process.cpuUsage(), process.memoryUsage().heapUsed];
    const document = withChildren(head, { of: () => rows, known: () => known }, 'blog', SITE_BYTES);
    const { user, system } = process.cpuUsage(cpu);
    milliseconds.push((user + system) / 1000);
    heap.push(Math.max(process.memoryUsage().heapUsed - before, 0) / 1e6);
    bytes.push(new TextEncoder().encode(document).byteLength);
  }
  console.log(
    `${posts} posts of ${comments} comments: largest row ${largest} bytes, SEEN’s document ${median(bytes)} bytes; one put ${median(milliseconds).toFixed(1)} ms of CPU, ${Math.max(...heap).toFixed(0)} MB of heap at most`,
  );
}

for (const comments of [100, 400]) measure(Number(values.posts), comments);
