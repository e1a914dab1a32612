import { valueDigest } from '../../worker/config/metadata.ts';
import type { Actor } from './actor.ts';
import type { Fate } from './call.ts';
import type { Step } from './scheduler.ts';
import { changeConfig, changeServer, changeReceiver, changeBlog } from './changes.ts';
import { changeHabits } from './habits.ts';
import { changeSite } from './site-changes.ts';
import { checkNow } from './invariants.ts';
import { disturbAlarm, ringIfDue, wake } from './alarms.ts';
import type { Destination } from './destination.ts';
import type { Run } from './run.ts';
import { DAY, HOUR, MINUTE, SECOND } from './time.ts';

const TICK = 5 * MINUTE;

/** Longest time that a server is waited for. */
const LONGEST = 20 * SECOND;

/** Events and their weights. */
const EVENTS = {
  work: 50,
  time: 16,
  blog: 14,
  feed: 4,
  receiver: 6,
  crash: 3,
  alarm: 2,
  config: 3,
  deadline: 1.5,
  tick: 2,
  replay: 0.5,
  check: 3,
} as const;

const FATES: Readonly<Record<Fate, number>> = { answer: 80, fail: 8, lost: 6, 'crash-before': 3, 'crash-after': 3 };

/** Crashes of whom nothing is left anyway. */
const AS_FAILURE: Readonly<Partial<Record<Fate, Fate>>> = { 'crash-before': 'fail', 'crash-after': 'lost' };

/** So many things happen, one after another. */
export function* injectFaults(run: Run, length: number): Generator<Step, void> {
  const { chance } = run;
  for (let count = 0; count < length; count++) {
    run.growth.growIfDue(count);
    if (run.site?.chance.odds(0.25) === true) changeSite(run, run.site);
    changeHabits(run);
    const event = chance.weighed(EVENTS);
    if (event === 'work') yield* work(run, chance.below(6));
    else if (event === 'time') {
      pass(run);
      yield* letGo(run);
    } else if (event === 'blog') changeBlog(run);
    else if (event === 'feed') {
      changeServer(run, chance.pick(run.feeds));
    } else if (event === 'receiver') changeReceiver(run, chance.pick(run.destinations));
    else if (event === 'crash') {
      const actor = chance.pick(run.actors);
      run.note(`${actor.name}: crash`);
      // What an isolate of the API’s leaves behind is what it leaves where a question fails.
      if (actor !== run.admin) yield { actor, act: () => actor.crash() };
    } else if (event === 'alarm') disturbAlarm(run, chance.pick(run.destinations));
    else if (event === 'config') changeConfig(run);
    else if (event === 'deadline') {
      const actor = chance.pick(run.pollers);
      const ms = chance.odds(0.7) ? Infinity : Math.min(...[...actor.timers.values()].map((timer) => timer.ms));
      run.note(`${actor.name}: deadlines pass (${ms})`);
      yield { actor, act: () => actor.pass(ms, () => chance.odds(0.5)) };
    } else if (event === 'tick') tick(run, run.now - chance.pick([0, 0, TICK]));
    else if (event === 'replay') replay(run, chance.pick(run.destinations));
    else yield* checkNow(run, chance.pick(run.destinations));
  }
}

/** Lets one of the objects get on with what waits for it. */
export function* work(run: Run, most: number): Generator<Step, void> {
  const { chance } = run;
  const busy = run.actors.filter(({ isBusy }) => isBusy);
  if (busy.length === 0) return;
  const actor = chance.pick(busy);
  for (let count = 0; count <= most && actor.isBusy; count++) yield { actor, act: () => next(run, actor) };
}

function next(run: Run, actor: Actor): Promise<void> {
  const { chance } = run;
  const { inbox, questions } = actor;
  const choice = chance.below(inbox.length + questions.length);
  const chosen = inbox[choice];
  if (chosen !== undefined) {
    const call = inbox.find(({ from }) => from !== null && from === chosen.from) ?? chosen;
    run.note(`${actor.name}: ${call.what}`);
    return actor.begin(call);
  }
  const question = chance.pick(questions);
  const drawn = run.isHealed ? 'answer' : chance.weighed(FATES);
  const fate = actor === run.admin ? (AS_FAILURE[drawn] ?? drawn) : drawn;
  run.note(`${actor.name}: ${question.what}: ${fate}`);
  return actor.meet(question, fate);
}

/** Lets go what waits for a server that hangs: time goes by. */
export function* letGo(run: Run): Generator<Step, void> {
  for (const actor of run.hanging) {
    for (let round = 0; round < 4; round++) {
      const ms = Math.min(...[...actor.timers.values()].map((timer) => timer.ms));
      if (ms <= LONGEST) yield { actor, act: () => actor.pass(ms, () => false) };
    }
  }
  run.hanging.clear();
}

/** Time goes by, mostly until something is due. */
function pass(run: Run): void {
  const { chance, now } = run;
  const alarms = run.destinations.flatMap(({ actor }) =>
    actor.alarm !== null && actor.alarm > now ? [actor.alarm] : [],
  );
  const nextTick = (Math.floor(now / TICK) + 1) * TICK;
  const until = {
    due: Math.min(nextTick, ...alarms),
    tick: nextTick,
    little: now + chance.below(30 * SECOND),
    hours: now + chance.below(5 * HOUR),
    days: now + chance.below(4 * DAY),
    month: now + 31 * DAY,
  };
  advance(run, until[chance.weighed({ due: 40, tick: 30, little: 20, hours: 8, days: 1.5, month: 0.1 })]);
}

/** It is `until` now: what the platform does by itself at times, it does. */
export function advance(run: Run, until: number): void {
  const { chance, isHealed } = run;
  const before = run.now;
  run.now = until;
  const has = (interval: number): boolean => Math.floor(until / interval) > Math.floor(before / interval);
  if (has(TICK) && (isHealed || chance.odds(0.92))) tick(run, Math.floor(until / TICK) * TICK);
  if (has(TICK) && !isHealed && chance.odds(0.12)) tick(run, Math.floor(until / TICK) * TICK);
  for (const destination of run.destinations) {
    if (has(HOUR) && (isHealed || chance.odds(0.95))) wake(destination);
    ringIfDue(run, destination);
  }
}

function tick(run: Run, now: number): void {
  const isListed = run.isHealed || run.chance.odds(0.9);
  const at = isListed ? run.kvTime : run.now;
  const listed = isListed ? run.config.names('feed:', at) : null;
  const { shards } = run.growth;
  for (const actor of run.calledPollers) {
    const names = listed?.filter((name) =>
      run.subscriptions.some((feed) => feed.name === name && run.pollerOf(feed) === actor),
    );
    if (names?.length === 0 && actor.name !== 'poller' && run.chance.odds(0.5)) continue;
    actor.call(`tick ${new Date(now).toISOString()}`, async (poller) => {
      // A crash takes the list with it.
      const ticks = run.ticks.get(actor) ?? [];
      run.ticks.set(actor, ticks);
      ticks.push(now);
      try {
        await poller.tick(now, names ?? null, { shards, digests: await digestsOf(run, names ?? [], at) });
      } finally {
        ticks.splice(ticks.indexOf(now), 1);
      }
    });
  }
}

/** Digests as KV's list shows them beside the names, as old as they are; none where values are put by hand. */
async function digestsOf(run: Run, names: readonly string[], at: number): Promise<ReadonlyMap<string, string>> {
  const digests = names.map(
    async (name) => [name, await valueDigest(run.config.read(`feed:${name}`, at) ?? '')] as const,
  );
  return new Map(run.isPushed ? await Promise.all(digests) : []);
}

function replay(run: Run, destination: Destination): void {
  const { chance, now } = run;
  const selection = chance.odds(0.5) ? ({ state: 'dead' } as const) : { from: now - DAY, to: now };
  destination.actor.call('replay', async (outbox) => outbox.replay(selection));
}
