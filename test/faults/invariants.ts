import { isPutDue } from '../../worker/poller/store/seen-writer.ts';
import type { Step } from './scheduler.ts';
import type { Actor } from './actor.ts';
import { type Destination, settingOf } from './destination.ts';
import { DueCheck, type Owed } from './due-check.ts';
import type { Run } from './run.ts';
import type { Row } from '../support/outbox-row.ts';
import { DeliveryCheck } from './delivery-check.ts';
import { brokenOfSite, lostOfSite, SITE_MEMORY, siteBehind, type SiteMemory } from './site-check.ts';
import { DAY, MINUTE } from './time.ts';

type Memory = {
  readonly name: string;
  readonly known: string;
  readonly owed: number;
  readonly put_at: number | null;
  readonly puts: number;
};

type OwedRow = { readonly destination: string; readonly offer: string };

/** Parts of a document for which SEEN is due a put: each comment's ID, content, key and whether it was held. */
type Essence = readonly (readonly unknown[])[];

/** Gives what Pollers owe, by destination. */
function* owedBy(run: Run): Generator<Step, Owed> {
  const owed = new Map<string, Set<number>>();
  for (const actor of run.pollers) {
    yield {
      actor,
      act: () => {
        const here = actor.rows('SELECT destination, offer FROM owed') as readonly OwedRow[];
        for (const { destination, offer } of [...here, ...owedAside(actor)]) {
          const number = /remark (\d+),/.exec(offer)?.[1];
          if (number === undefined) continue;
          owed.set(destination, (owed.get(destination) ?? new Set()).add(Number(number)));
        }
      },
    };
  }
  return owed;
}

/** Offers that Outboxes are owed of feeds that a shard has put aside for another. */
function owedAside(actor: Actor): readonly OwedRow[] {
  const parts = actor.rows('SELECT feed, value FROM moved WHERE part > 0 ORDER BY feed, part');
  const texts = [...Map.groupBy(parts, ({ feed }) => feed).values()].map((of) =>
    of.map(({ value }) => (typeof value === 'string' ? value : '')).join(''),
  );
  return texts.flatMap((text) => JSON.parse(text).owed ?? []);
}

/** Gives what is remembered of a site's posts. */
function* siteMemoryOf(run: Run): Generator<Step, readonly SiteMemory[]> {
  let memory: readonly SiteMemory[] = [];
  const { site } = run;
  if (site === null) return memory;
  const actor = run.pollerOf(site);
  yield {
    actor,
    act: () => {
      const rows = actor.rows(SITE_MEMORY) as unknown as readonly SiteMemory[];
      memory = rows.filter(({ feed }) => feed === site.name);
    },
  };
  return memory;
}

function* look(
  run: Run,
  destination: Destination,
  at: (rows: readonly Row[], fail: (what: string) => void) => void,
): Generator<Step, void> {
  const { actor, name } = destination;
  yield {
    actor,
    act: () =>
      at(actor.rows('SELECT * FROM message ORDER BY seq') as readonly Row[], (what) =>
        run.violations.add(`${name}: ${what}`),
      ),
  };
}

/**
 * At any time: what was read is in the log; where something waits and nothing runs, an alarm is set, or the runtime has
 * dropped it since the last wake.
 */
export function* checkNow(run: Run, destination: Destination): Generator<Step, void> {
  const owed = yield* owedBy(run);
  const memory = yield* siteMemoryOf(run);
  yield* look(run, destination, (rows, fail) => {
    const { actor, mayAlarmBeLost, ring } = destination;
    for (const what of new DueCheck(run, destination).lost(rows, owed)) fail(what);
    for (const what of lostOfSite(run, destination, memory, rows, owed)) fail(what);
    const waiting = rows.some(({ state }) => state === 'waiting');
    if (waiting && actor.alarm === null && ring === null && actor.isIdle && !mayAlarmBeLost) fail('asleep');
  });
}

/** Checks that what was accepted just now is out, unless the destination's pace or a message on trial holds it up. */
export function* checkPrompt(run: Run): Generator<Step, void> {
  for (const destination of run.destinations) {
    yield* look(run, destination, (rows, fail) => {
      const waiting = rows.filter(({ state }) => state === 'waiting');
      const { receiver } = destination;
      const isFast = settingOf(destination).pace.endsWith('s');
      if (isFast && receiver.poison === null && waiting.length > 0) fail(`${waiting.length} wait for nothing`);
    });
  }
}

/** A destination to which there is nothing to send is left alone. */
export function checkRest(run: Run, rings: number): void {
  if (run.destinations.every(({ receiver }) => receiver.poison === null) && rings > 2 * run.destinations.length) {
    run.violations.add(`${rings} alarms for nothing`);
  }
}

/** Long after: the ids' time has gone by, and so have the ids. */
export function* checkKept(run: Run): Generator<Step, void> {
  for (const destination of run.destinations) {
    yield* look(run, destination, (rows, fail) => {
      const old = rows.filter(({ accepted, settled }) => Math.max(accepted, settled ?? 0) < run.now - 92 * DAY);
      if (old.length > 0) fail(`${old.length} rows are kept for ever`);
    });
  }
  for (const actor of run.pollers) {
    yield {
      actor,
      act: () => {
        const rows = actor.rows('SELECT name FROM feed');
        if (rows.length > run.subscriptions.length) run.violations.add('the Poller keeps what is no feed');
        if (actor.rows('SELECT 1 FROM owed').length > 0) run.violations.add(`${actor.name} owes for ever`);
      },
    };
  }
}

/** In the end, everything that was promised. */
export function* checkEnd(run: Run): Generator<Step, void> {
  const memory = yield* siteMemoryOf(run);
  for (const destination of run.destinations) {
    yield* look(run, destination, (rows, fail) => {
      for (const what of new DeliveryCheck(run, destination, rows).broken()) fail(what);
      for (const what of new DueCheck(run, destination).broken(rows)) fail(what);
      for (const what of brokenOfSite(run, destination, memory, rows)) fail(what);
      for (const what of receiverViolations(destination, rows)) fail(what);
    });
  }
  for (const actor of run.pollers) yield { actor, act: () => checkSeen(run, actor, memory) };
  for (const secret of ['hook-secret', 'signing-secret', 'whsec_', 'remark ', 'boom']) {
    if (run.logged.some(({ line }) => line.includes(secret))) run.violations.add(`the log says “${secret}”`);
  }
}

/** Checks how an Outbox behaves towards its receiver. */
function* receiverViolations({ receiver, settings }: Destination, rows: readonly Row[]): Generator<string> {
  for (const { at, mode } of receiver.intrusions)
    yield `it was asked for peace, and sends at ${new Date(at).toISOString()} (${mode})`;
  const limit = Math.max(...settings.map(({ setting }) => setting.perMinute));
  // One that is sent to find out about another goes right after it, whatever the pace.
  const times = receiver.attempts.filter(({ taken }) => taken).map(({ at }) => at);
  const isReplayed = rows.some(({ replayed }) => replayed !== null);
  const tooMany = times.find((at, index) => at - (times[index - limit - 1] ?? -Infinity) < MINUTE);
  if (tooMany !== undefined && !isReplayed) yield `over ${limit} a minute at ${new Date(tooMany).toISOString()}`;
}

/** SEEN holds the comments that the Poller does, and those are the feed's. */
function checkSeen(run: Run, poller: Actor, memory: readonly SiteMemory[]): void {
  const { seen, site, now, living, violations } = run;
  const rows = poller.rows('SELECT name, known, owed, put_at, puts FROM feed') as readonly Memory[];
  for (const { name, known, owed, put_at: putAt, puts } of rows) {
    // Puts are coalesced; one that is due waits for a tick.
    const isPending = owed === 1 && !isPutDue({ putDue: true, putAt, puts }, now - 10 * MINUTE);
    if (name === site?.name && !isPending && siteBehind(run, site, memory))
      violations.add(`${name}: SEEN is behind with its posts`);
    // What a paused feed has still to put goes with its next poll.
    if (living.every((feed) => feed.name !== name)) continue;
    if (isPending) continue;
    const document = JSON.parse(seen.read(name, now) ?? '{"known":[]}');
    if (essenceOf(document.known) !== essenceOf(JSON.parse(known))) violations.add(`${name}: SEEN is behind`);
  }
  for (const feed of living) {
    if (feed.visible().some(({ number, text }) => feed.reader.read.get(number) !== text)) {
      violations.add(`${feed.name}: not read in the end`);
    }
  }
}

function essenceOf(known: Essence): string {
  return JSON.stringify(known.map(([id, , , content, , key, flags]) => [id, content, key, Number(flags) & 1]));
}
