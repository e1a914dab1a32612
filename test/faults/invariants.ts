import type { Step } from './play.ts';
import type { Destination } from './destination.ts';
import type { Run } from './run.ts';
import type { Row } from '../support/outbox.ts';
import { Story } from './story.ts';
import { DAY, MINUTE } from './time.ts';

type Memory = {
  readonly name: string;
  readonly head: string;
  readonly known: string;
  readonly owed: number;
  readonly put_at: number;
};

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
  yield* look(run, destination, (rows, fail) => {
    const { actor, mayAlarmBeLost, ring } = destination;
    for (const what of new Story(run, destination, rows).lost()) fail(what);
    const waiting = rows.some(({ state }) => state === 'waiting');
    if (waiting && actor.alarm === null && ring === null && actor.isIdle && !mayAlarmBeLost) fail('asleep');
  });
}

/** What was accepted just now is out, unless the destination's pace or a suspect holds it up. */
export function* checkPrompt(run: Run): Generator<Step, void> {
  for (const destination of run.destinations) {
    yield* look(run, destination, (rows, fail) => {
      const waiting = rows.filter(({ state }) => state === 'waiting');
      const { receiver, isFast } = destination;
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
  const { poller, feeds } = run;
  yield {
    actor: poller,
    act: () => {
      const rows = poller.rows('SELECT name FROM feed');
      if (rows.length > feeds.length) run.violations.add('the Poller keeps what is no feed');
    },
  };
}

/** In the end, everything that was promised. */
export function* checkEnd(run: Run): Generator<Step, void> {
  for (const destination of run.destinations) {
    yield* look(run, destination, (rows, fail) => {
      const story = new Story(run, destination, rows);
      for (const what of story.broken()) fail(what);
    });
  }
  yield { actor: run.poller, act: () => checkSeen(run) };
  for (const secret of ['hook-secret', 'signing-secret', 'whsec_', 'remark ', 'boom']) {
    if (run.logged.some((line) => line.includes(secret))) run.violations.add(`the log says “${secret}”`);
  }
}

/** SEEN holds what the Poller does, and that is the feed. */
function checkSeen({ poller, seen, now, living, violations }: Run): void {
  const rows = poller.rows('SELECT name, head, known, owed, put_at FROM feed') as readonly Memory[];
  for (const { name, head, known, owed, put_at: putAt } of rows) {
    // What a paused feed has still to put goes with its next poll.
    if (living.every((feed) => feed.name !== name)) continue;
    // Puts are coalesced.
    if (owed === 1 && now - putAt < 15 * MINUTE) continue;
    const whole: unknown = { ...JSON.parse(head), known: JSON.parse(known) };
    const written: unknown = JSON.parse(seen.read(name, now) ?? '{}');
    if (JSON.stringify(written) !== JSON.stringify(whole)) violations.add(`${name}: SEEN is behind`);
  }
  for (const feed of living) {
    if (feed.visible().some(({ number, text }) => feed.read.get(number) !== text)) {
      violations.add(`${feed.name}: not read in the end`);
    }
  }
}
