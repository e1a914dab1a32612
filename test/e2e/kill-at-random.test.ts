import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../worker/model.ts';
import { Chance } from '../faults/chance.ts';
import { comments, movableType, movableTypeId } from '../support/feeds.ts';
import type { Received, Receiver } from '../support/receiver.ts';
import { WorkerHarness } from '../support/worker-harness.ts';
import { waitFor } from '../support/wait.ts';

/** Number of times that the process is killed; `npm run test:kill` sets fifty. */
const KILLS = Number(process.env['KILLS'] ?? 3);

/** Seed of when the process is killed and who writes what; the machine's own speed decides the rest. */
const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

/** Longest time from when the process is ready until it is killed, ms. */
const LIFE = 1_500;

/** Most that one kill takes, with the start after it, on a busy machine, ms. */
const TURN = 20_000;

/** Comments that are there when a feed is first read. */
const FIRST = 3;

/** Blogs on which people write all the time. All use the same IDs: Earshot has to tell them apart by their feeds. */
const blogs = ['kites', 'boats', 'gliders'].map((name) => ({ name, written: FIRST, edited: 0 }));

type Blog = (typeof blogs)[number];

const chance = new Chance(SEED);
let harness: WorkerHarness;
/** Receiver of new comments alone. */
let plain: Receiver;
/** Receiver of edits, too. */
let edits: Receiver;

beforeAll(async () => {
  harness = await WorkerHarness.open();
  const pace = '9999/s';
  plain = await harness.destination('plain', { pace });
  edits = await harness.destination('edits', { pace, events: ['comment.*'] });
  for (const receiver of [plain, edits]) receiver.latency = 25;
});
afterAll(() => harness.close());

/** Serves the blog as it stands: every comment up to the number `edited` says something else than it did at first. */
function serve({ name, written, edited }: Blog): void {
  const said = comments(1, written).map(({ number }) =>
    number <= edited ? { number, html: `<p>Thought ${number}, again</p>` } : { number },
  );
  harness.feeds.serve(`/${name}`, movableType(said));
}

/** Adds a comment, and now and then edits one: always the oldest that was never edited. */
function write(): void {
  const blog = chance.pick(blogs);
  blog.written++;
  serve(blog);
  if (!chance.odds(1 / 3)) return;
  // One that is edited before it was ever sent is sent as it is now, and that is no update.
  const edited = chance.pick(blogs);
  if (edited.edited < firsts(edits.received, edited, 'comment.created').length) edited.edited++;
  serve(edited);
}

/** Adds comments and fires the cron until the process is killed, at a random moment. */
async function killUnderLoad(): Promise<void> {
  const killed = new AbortController();
  const load = tickUntil(killed.signal);
  await Promise.race([load, new Promise((resolve) => setTimeout(resolve, chance.next() * LIFE))]);
  killed.abort();
  await harness.earshot.kill();
  await load;
}

async function tickUntil(killed: AbortSignal): Promise<void> {
  while (!killed.aborted) {
    write();
    write();
    await harness.earshot.tick().catch((why: unknown) => {
      if (!killed.aborted) throw why;
    });
  }
}

const parsed = new WeakMap<Received, Message>();

function messageOf(received: Received): Message {
  const message = parsed.get(received) ?? (JSON.parse(received.body) as Message);
  parsed.set(received, message);
  return message;
}

/** IDs of the blog's comments that came in messages of this type, in order of their first arrival. */
function firsts(all: readonly Received[], { name }: Blog, type: Message['type']): readonly string[] {
  const ids = new Set<string>();
  for (const received of all) {
    const message = messageOf(received);
    if (message.type === type && 'comment' in message.data && message.data.feed.name === name) {
      ids.add(message.data.comment.id);
    }
  }
  return [...ids];
}

/** Message ids and bodies that came for each comment and type. */
function names({ received: all }: Receiver): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const received of all) {
    const { type, data } = messageOf(received);
    const what = JSON.stringify([type, 'feed' in data && data.feed.name, 'comment' in data && data.comment.id]);
    found.set(what, (found.get(what) ?? new Set()).add(`${received.id} ${received.body}`));
  }
  return found;
}

function idsUpTo(last: number): readonly string[] {
  return comments(1, last).map(({ number }) => movableTypeId(number));
}

/** Comments of each blog that each receiver took: a request whose sender was killed before the answer does not count. */
function outcome() {
  return blogs.map((blog) => ({
    blog: blog.name,
    plain: {
      created: firsts(plain.taken, blog, 'comment.created'),
      updated: firsts(plain.taken, blog, 'comment.updated'),
    },
    edits: {
      created: firsts(edits.taken, blog, 'comment.created'),
      updated: firsts(edits.taken, blog, 'comment.updated'),
    },
  }));
}

/** Every comment in order at both, and every edit at the one that wants edits. */
function everything() {
  return blogs.map(({ name, written, edited }) => ({
    blog: name,
    plain: { created: idsUpTo(written), updated: [] },
    edits: { created: idsUpTo(written), updated: idsUpTo(edited) },
  }));
}

function isComplete(): boolean {
  const count = (all: ReturnType<typeof outcome>) =>
    JSON.stringify(all, (_key, value) => (Array.isArray(value) && typeof value[0] === 'string' ? value.length : value));
  return count(outcome()) === count(everything());
}

test(
  `killed ${KILLS} times at random (SEED=${SEED}): nothing is lost, all is in order, repeats share their ids`,
  async () => {
    for (const blog of blogs) {
      serve(blog);
      await harness.watch(blog.name, { to: ['plain', 'edits'], backfill: FIRST });
    }
    await harness.earshot.tick();
    await waitFor('the first comments', isComplete);

    for (let kill = 0; kill < KILLS; kill++) {
      await killUnderLoad();
      await harness.earshot.restart();
    }
    await waitFor(
      'everything',
      async () => {
        // An Outbox that was killed while it sent sleeps for a minute, unless it is woken.
        await harness.earshot.tick(harness.earshot.nextHour);
        return isComplete();
      },
      3 * TURN,
    ).catch(() => console.log(harness.earshot.lines.slice(-50).join('\n')));

    expect(outcome()).toEqual(everything());
    for (const receiver of [plain, edits]) {
      expect([...names(receiver)].filter(([, { size }]) => size > 1)).toEqual([]);
      for (const received of receiver.received) expect(messageOf(received).id).toBe(received.id);
    }
    report();
  },
  KILLS * TURN + 5 * TURN,
);

/** Prints the figures. A repeat comes of a kill between a request and the record of its answer. */
function report(): void {
  const written = blogs.reduce((sum, blog) => sum + blog.written, 0);
  const edited = blogs.reduce((sum, blog) => sum + blog.edited, 0);
  const all = [plain, edits].flatMap(({ received }, receiver) => received.map(({ id }) => `${receiver} ${id}`));
  console.log(
    `SEED=${SEED}: ${KILLS} kills, ${written} comments and ${edited} edits to two receivers, none lost; ` +
      `${all.length} deliveries, ${all.length - new Set(all).size} of them repeats under the same id.`,
  );
}
