import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { bundle } from '../../scripts/local/bundle.ts';
import { startRuntime } from '../../scripts/local/runtime.ts';
import { Receiver } from '../../test/support/receiver.ts';
import type { Web } from '../poll/serve.ts';
import { usageOf } from '../poll/usage.ts';
import { type Overview, overviewOf } from './overview.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TICK = 5 * 60_000;
const TICKS = 10;

/** Each feed has news once in so many ticks, as the feeds' server has it. */
const NEWS_EVERY = 100;

/** Values of CONFIG put at once. */
const AT_ONCE = 50;

/** Time after a tick in which its comments have to have arrived, ms: far less than until the next. */
const PATIENCE = 60_000;

/** Puts into SEEN of a day: what is more than that waits for the next. */
const PUTS_A_DAY = 900;

/** Rows that a new comment may cost in all, from the feed's document to its delivery: some 11. */
const ROWS = 15;

const TOKEN = 'a-token-for-the-bench-alone';

/** Play of so many feeds; `say` takes lines that tell how far it is. */
export type Play = {
  readonly feeds: number;
  readonly isOneHost: boolean;
  readonly folder: string;
  readonly say: (text: string) => void;
};

/**
 * Figures of a play: first polls and polls a second; CPU of a poll, ms; memory, MiB; rows written for each new comment and
 * puts into SEEN in these ticks, as the Worker estimates them; what is wrong.
 */
export type Figures = {
  readonly first: number;
  readonly rate: number;
  readonly cpu: number;
  readonly memory: number;
  readonly rows: number;
  readonly puts: number;
  readonly problems: readonly string[];
};

/** The running Worker: `tick` gives how long it took, ms. */
type World = {
  readonly web: Web;
  readonly receiver: Receiver;
  readonly configure: (key: string, value: unknown) => Promise<void>;
  readonly tick: () => Promise<number>;
  readonly look: () => Promise<Overview>;
  readonly stop: () => Promise<void>;
};

async function startWorld(web: Web, folder: string): Promise<World> {
  const receiver = await Receiver.open();
  const runtime = await startRuntime({
    root: ROOT,
    script: await bundle(ROOT, path.join(folder, 'bundle')),
    state: path.join(folder, 'state'),
    vars: { ADMIN_TOKEN: TOKEN, SIGNING_KEY: 'k'.repeat(43), ALLOW_PRIVATE_NETWORK: 'true' },
    onLine: () => {},
  });
  const start = Date.now();
  let ticks = 0;
  return {
    web,
    receiver,
    configure: (key, value) => runtime.configure(key, JSON.stringify(value)),
    tick: async () => {
      const began = performance.now();
      const isDone = await runtime.tick(start + ticks * TICK);
      if (!isDone) throw new Error('The Worker broke in a tick.');
      ticks += 1;
      return performance.now() - began;
    },
    look: () => overviewOf(runtime.url, TOKEN),
    stop: async () => {
      await runtime.stop();
      await receiver.close();
    },
  };
}

/** Has the Worker poll the feeds for the first time, and then in ten ticks with news. */
export async function playTicks(web: Web, play: Play): Promise<Figures> {
  const world = await startWorld(web, play.folder);
  try {
    await configureAll(world, play);
    const began = await firstPolls(world, play);
    const usage = usageOf('workerd');
    const { polling, expected, problems } = await ticksWithNews(world, play);
    await web.set({});
    const [after, last] = [await world.look(), usageOf('workerd')];
    const rows = (after.rows - began.overview.rows) / expected;
    const puts = after.puts - began.overview.puts;
    return {
      first: (play.feeds / began.took) * 1000,
      rate: ((play.feeds * TICKS) / polling) * 1000,
      cpu: usage === null || last === null ? 0 : (last.cpu - usage.cpu) / (play.feeds * TICKS),
      memory: last?.memory ?? 0,
      rows,
      puts,
      problems: [...problems, ...problemsOf(world, expected, { rows, puts, isWithin: after.puts < PUTS_A_DAY / 2 })],
    };
  } finally {
    await world.stop();
  }
}

async function configureAll({ web, receiver, configure }: World, { feeds, isOneHost, say }: Play): Promise<void> {
  await web.set({ validators: true, fresh: 0, rotates: true });
  await configure('destination:default', { url: receiver.url, events: ['comment.created'] });
  const waiting = web.urls(isOneHost, feeds).entries();
  const some = async (): Promise<void> => {
    for (const [feed, url] of waiting) await configure(`feed:b${feed}`, { url, every: '5m' });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
  say(`${feeds} feeds are configured.`);
}

/** Ticks until no feed is left that was never read. */
async function firstPolls({ tick, look }: World, { say }: Play) {
  for (let took = await tick(); ; took += await tick()) {
    const overview = await look();
    say(`First polls: ${overview.fresh} are left.`);
    if (overview.fresh === 0) return { took, overview };
  }
}

async function ticksWithNews({ web, receiver, tick }: World, { feeds, say }: Play) {
  const problems: string[] = [];
  let expected = 0;
  let polling = 0;
  for (let round = 1; round <= TICKS; round++) {
    await web.set({ fresh: round });
    expected += Math.ceil((feeds - ((round - 1) % NEWS_EVERY)) / NEWS_EVERY);
    polling += await tick();
    await arrived(receiver, expected);
    const count = distinct(receiver);
    say(`Tick ${round}: ${count} of ${expected} comments have arrived.`);
    if (count < expected) problems.push(`Tick ${round}: ${expected - count} comments are late.`);
  }
  return { polling, expected, problems };
}

type Writes = Pick<Figures, 'rows' | 'puts'> & { readonly isWithin: boolean };

function problemsOf({ receiver }: World, expected: number, { rows, puts, isWithin }: Writes): readonly string[] {
  const count = distinct(receiver);
  const arePutsWrong = puts > expected || (isWithin && puts < expected);
  return [
    ...(count === expected ? [] : [`${count} of ${expected} comments have arrived.`]),
    ...(receiver.taken.length === count ? [] : ['Comments have arrived twice.']),
    ...(rows <= ROWS ? [] : [`${rows.toFixed(1)} rows are written for each comment.`]),
    ...(arePutsWrong ? [`${puts} puts for ${expected} feeds with news.`] : []),
  ];
}

function distinct(receiver: Receiver): number {
  return new Set(receiver.taken.map(({ id }) => id)).size;
}

/** Waits until so many messages are there, or until they are late. */
async function arrived(receiver: Receiver, count: number): Promise<void> {
  for (const until = Date.now() + PATIENCE; Date.now() < until && distinct(receiver) < count;) await setTimeout(20);
}
