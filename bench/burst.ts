import { execFileSync } from 'node:child_process';
import { readCommandLine } from '../scripts/command-line.ts';
import { comments, linkOf, movableTypeId, POST } from '../test/support/feeds.ts';
import { Receiver } from '../test/support/receiver.ts';
import { commentIds, WorkerHarness } from '../test/support/worker-harness.ts';
import { waitFor } from '../test/support/wait.ts';

// A blog gets thousands of comments at once: how fast they go to one webhook that takes its time, in which order, and
// in how much memory. The real Worker in the local runtime; feed and webhook are Node servers on loopback.

const USAGE = `npm run bench:burst -- [--comments N] [--latency MS]

Sends a burst of comments of one feed to one webhook: how fast, in which order, and in how much memory.

  --comments N  comments that come at once (default: 10000)
  --latency MS  time that the webhook takes for an answer (default: 50)`;

const values = readCommandLine(USAGE, {
  comments: { type: 'string', default: '10000' },
  latency: { type: 'string', default: '50' },
});
const COMMENTS = Number(values.comments);
const LATENCY = Number(values.latency);

/** Start of the burst, in minutes before the first tick: comments older than the last poll would count as an import. */
const BURST = Date.UTC(2026, 10, 2, 9, 0);

/** Sends in one alarm of an Outbox. */
const ALARM = 40;

/** Growth of memory from the first third to the last that still counts as flat: a collection may be due. */
const FLAT = 1.15;

/** Requests of the plain loop that the rate is compared with. */
const PLAIN = 100;

type Sample = { readonly at: number; readonly mebibytes: number };

/** So many comments as a JSON Feed, and short: that is the one form in which the reader takes ten thousand at once. */
function feedOf(count: number): string {
  const items = comments(1, count).map(({ number }) => ({
    id: movableTypeId(number),
    url: linkOf(number),
    title: `Comment from Visitor ${number}`,
    content_html: `<p>Thought ${number}</p>`,
    date_published: new Date(BURST + number).toISOString(),
    authors: [{ name: `Visitor ${number}` }],
  }));
  const { title, url } = POST;
  const version = 'https://jsonfeed.org/version/1.1';
  return JSON.stringify({ version, title: `Comments for ${title}`, home_page_url: url, items: items.toReversed() });
}

function serve(harness: WorkerHarness, count: number): void {
  harness.feeds.serve('/blog', { kind: 'feed', body: feedOf(count), type: 'application/feed+json' });
}

/** The resident memory of workerd, which runs in this process group; as `ps` has it. */
function memoryOf(group: number | null): number {
  const table = execFileSync('ps', ['-A', '-o', 'pgid=,rss=,comm='], { encoding: 'utf8' });
  const rows = table.split('\n').map((row) => row.trim().split(/\s+/));
  const own = rows.filter(([pgid, , command]) => Number(pgid) === group && command?.includes('workerd'));
  return own.reduce((sum, [, kibibytes]) => sum + Number(kibibytes), 0) / 1024;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / Math.max(numbers.length, 1);
}

function say(what: string, text: string): void {
  process.stdout.write(`${what.padEnd(10)}${text}\n`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Time that the same requests take one after another in a plain loop, ms. */
async function plainLoop(body: string): Promise<number> {
  const receiver = await Receiver.open();
  receiver.latency = LATENCY;
  const started = performance.now();
  for (let request = 0; request < PLAIN; request++) {
    const answer = await fetch(receiver.url, { method: 'POST', body });
    await answer.arrayBuffer();
  }
  const each = (performance.now() - started) / PLAIN;
  await receiver.close();
  return each;
}

/** Ticks until a poll has enqueued the comments; gives the time that the ticks took, ms. */
async function pollAll(harness: WorkerHarness): Promise<readonly number[]> {
  const took: number[] = [];
  for (;;) {
    const started = performance.now();
    await harness.earshot.tick();
    took.push(performance.now() - started);
    const polled = harness.earshot.logged('feed.polled').at(-1);
    if (polled?.['news'] === COMMENTS && polled['outcome'] === 'read') return took;
    say('', `a poll ended otherwise: ${JSON.stringify(polled)}`);
    if (took.length === 5) throw new Error('The comments were not taken over in five polls.');
  }
}

const harness = await WorkerHarness.open();
const receiver = await harness.destination('default', { pace: '9999/s' });
receiver.latency = LATENCY;
await harness.watch('blog');
serve(harness, 0);
await harness.earshot.tick();
await waitFor('the first message', () => receiver.taken.length === 1);
const before = memoryOf(harness.earshot.group);

const samples: Sample[] = [];
const sampling = setInterval(() => samples.push({ at: Date.now(), mebibytes: memoryOf(harness.earshot.group) }), 1_000);
serve(harness, COMMENTS);
const polls = await pollAll(harness);
await waitFor('all comments', () => receiver.taken.length > COMMENTS, COMMENTS * (LATENCY + 200) + 120_000);
clearInterval(sampling);

const arrivals = receiver.taken.slice(1).map(({ at }) => at);
const first = arrivals[0] ?? 0;
const wall = (arrivals.at(-1) ?? 0) + LATENCY - first;
const expected = comments(1, COMMENTS).map(({ number }) => movableTypeId(number));
const inOrder = commentIds(receiver.messages).join() === expected.join() && receiver.received.length === COMMENTS + 1;
const plain = await plainLoop(receiver.taken.at(-1)?.body ?? '');

// Alarms take the same number of sends each, so that the gaps between them fall on the same place of each round.
const gaps = arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? at) - LATENCY);
const places = Array.from({ length: ALARM }, (_, place) => gaps.filter((_gap, index) => index % ALARM === place));
const between = places.toSorted((a, b) => mean(b) - mean(a))[0] ?? [];
const within = places.filter((place) => place !== between).flat();

const during = (from: number, to: number) =>
  samples.filter(({ at }) => at >= first + wall * from && at < first + wall * to).map(({ mebibytes }) => mebibytes);
const early = mean(during(0, 1 / 3));
const late = mean(during(2 / 3, 1));
const isFlat = late <= early * FLAT;
const ideal = COMMENTS * LATENCY;

say('burst', `${COMMENTS} comments in one poll, one webhook that answers after ${LATENCY} ms; pace 9999/s`);
say('poll', `${polls.map(seconds).join(', ')} from the tick's begin to its end (fetch, parse, hand over, remember)`);
say(
  'delivery',
  `${seconds(wall)}, ${((COMMENTS / wall) * 1000).toFixed(1)} comments/s: ${inOrder ? 'in order, each exactly once' : 'NOT in order, or not each once'}`,
);
say(
  'ideal',
  `${seconds(ideal)}, one after another with nothing in between; the delivery took ${(wall / ideal).toFixed(3)} of it`,
);
say(
  'loop',
  `${seconds(plain * COMMENTS)} for a bare loop of fetch in Node (${PLAIN} requests measured); ${(wall / (plain * COMMENTS)).toFixed(3)} of it`,
);
say(
  'overhead',
  `${mean(within).toFixed(2)} ms between two sends of one alarm; ${mean(between).toFixed(2)} ms between two alarms, ${seconds(between.length * (mean(between) - mean(within)))} in all`,
);
say(
  'memory',
  `RSS of workerd as ps has it, each second: ${before.toFixed(0)} MiB before, at most ${Math.max(...samples.map(({ mebibytes }) => mebibytes)).toFixed(0)}; first third ${early.toFixed(0)}, last third ${late.toFixed(0)}: ${isFlat ? 'flat' : 'NOT flat'}`,
);
await harness.close();
process.exitCode = inOrder && isFlat ? 0 : 1;
