import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { comments, movableType, movableTypeId } from '../support/feeds.ts';
import type { Receiver } from '../support/receiver.ts';
import { commentIds, WorkerHarness } from '../support/worker-harness.ts';
import { waitFor } from '../support/wait.ts';

let harness: WorkerHarness;
/** Name of the current test's feed; those of its two destinations end in it. */
let name = '';
let receivers: readonly Receiver[];
let tests = 0;

beforeAll(async () => {
  harness = await WorkerHarness.open('test/e2e/stepping.ts');
});
beforeEach(async () => {
  name = `kites${++tests}`;
  receivers = [await harness.destination(`a-${name}`), await harness.destination(`b-${name}`)];
});
afterAll(() => harness.close());

async function watch(backfill: number): Promise<void> {
  await harness.watch(name, { to: [`a-${name}`, `b-${name}`], backfill });
}

function serve(last: number): void {
  harness.feeds.serve(`/${name}`, movableType(comments(1, last)));
}

/** Comments of each receiver in order of their first arrival, and the number of ids that each came under. */
async function outcome(first: number, last: number) {
  return Promise.all(
    receivers.map(async (receiver) => {
      const ids = comments(first, last).map(({ number }) => movableTypeId(number));
      await waitFor('every comment', () => new Set(commentIds(receiver.messages)).size >= ids.length);
      const names = new Map<string, Set<string>>();
      for (const message of receiver.messages) {
        const what = message.type === 'comment.created' ? message.data.comment.id : message.type;
        names.set(what, (names.get(what) ?? new Set()).add(message.id));
      }
      const inOrder = [...new Set(commentIds(receiver.messages))];
      return { inOrder, names: [...names.values()].map((each) => each.size) };
    }),
  );
}

/** Everything in order at both, and each message under one id, however often it came. */
function nothingLost(first: number, last: number) {
  const inOrder = comments(first, last).map(({ number }) => movableTypeId(number));
  const names = Array.from({ length: inOrder.length + 1 }, () => 1);
  return [
    { inOrder, names },
    { inOrder, names },
  ];
}

/** Ticks, and kills the process when it has come to the step: `enqueue a-`, followed by the test's name. */
async function killAt(step: string): Promise<void> {
  const reached = harness.control.hold((each) => each === `${step}${name}`);
  // It never ends: the process that runs it is killed.
  const ticked = harness.earshot.tick(harness.earshot.nextHour).catch(() => null);
  await reached;
  await harness.earshot.kill();
  await ticked;
  harness.control.release();
  await harness.earshot.restart();
}

/** The order of truth: every Outbox accepts, then the Poller commits, then SEEN is put. */
const STEPS = [
  { when: 'before any Outbox has accepted', step: 'enqueue a-' },
  { when: 'before the second Outbox has accepted', step: 'enqueue b-' },
  { when: 'after both have accepted, before the Poller commits', step: 'enqueued a-' },
  { when: 'after the Poller has committed, before SEEN is put', step: 'put SEEN ' },
  { when: 'after SEEN is put', step: 'have put SEEN ' },
  { when: 'after a message was sent, before that is recorded', step: 'posted a-' },
] as const;

/** Steps of a first poll, where nothing is known yet: comments that were accepted must not become a baseline. */
const FIRST_STEPS = STEPS.filter(({ step }) => ['enqueue b-', 'enqueued a-', 'put SEEN '].includes(step));

describe('the process is killed', () => {
  test.each(FIRST_STEPS)('$when, at the first poll: nothing is lost, and repeats share their ids', async ({ step }) => {
    await watch(3);
    serve(3);
    await killAt(step);
    await harness.earshot.tick(harness.earshot.nextHour);
    expect(await outcome(1, 3)).toEqual(nothingLost(1, 3));
  });

  test.each(STEPS)('$when, at a later poll: nothing is lost, and repeats share their ids', async ({ step }) => {
    await watch(0);
    serve(3);
    const { steps } = harness.control;
    const before = steps.length;
    await harness.earshot.tick();
    await Promise.all(receivers.map((receiver) => waitFor('the watch', () => receiver.messages.length === 1)));
    await waitFor('the end of that', () => steps.slice(before).some((taken) => taken.startsWith('posted a-')));
    serve(6);
    await killAt(step);
    // What is written while Earshot is down must not be taken for what was seen.
    serve(7);
    await harness.earshot.tick(harness.earshot.nextHour);
    expect(await outcome(4, 7)).toEqual(nothingLost(4, 7));
  });

  test('while it sends to a receiver: the runtime runs the alarm again, and the message is sent under the same id', async () => {
    await watch(2);
    serve(2);
    const [a] = receivers;
    a?.replies.push('hang');
    await harness.earshot.tick();
    await waitFor('a request without an answer', () => a?.received.length === 1);
    await harness.earshot.kill();
    await harness.earshot.restart();
    expect(await outcome(1, 2)).toEqual(nothingLost(1, 2));
    expect(a?.received[1]?.id).toBe(a?.received[0]?.id);
  });
});
