import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KvFault } from '../support/control.ts';
import { comments, movableType, movableTypeId } from '../support/feeds.ts';
import type { Receiver } from '../support/receiver.ts';
import { arrival, commentIds, WorkerHarness } from '../support/worker-harness.ts';
import { waitFor } from '../support/wait.ts';

let harness: WorkerHarness;
let receiver: Receiver;

beforeEach(async () => {
  harness = await WorkerHarness.open('test/e2e/stepping.ts');
  receiver = await harness.destination('default');
  await harness.watch('kites');
});
afterEach(() => harness.close());

function serve(last: number): void {
  harness.feeds.serve('/kites', movableType(comments(1, last)));
}

/** Values in KV now, which it may still answer with two minutes later. */
async function snapshot(): Promise<Readonly<Record<string, string>>> {
  const seen = await harness.earshot.seen('kites');
  return {
    'CONFIG destination:default': JSON.stringify({ url: receiver.url }),
    'CONFIG feed:kites': JSON.stringify({ url: harness.feeds.url('/kites'), every: '5m' }),
    ...(seen === null ? {} : { 'SEEN kites': seen }),
  };
}

/** Two ticks under the fault, seven minutes and more: the cron never fires twice within two. */
async function tickUnder(fault: KvFault, first: number, second: number): Promise<void> {
  harness.control.kv = fault;
  serve(first);
  await harness.earshot.tick();
  serve(second);
  await harness.earshot.tick();
  harness.control.kv = null;
}

/** Serves all up to `last`, waits for the missing comments, and gives all messages since the baseline. */
async function outcome(first: number, last: number) {
  serve(last);
  await harness.earshot.tick();
  const messages = await arrival(receiver, last - first + 2);
  const watching = messages.filter(({ type }) => type === 'feed.watching').length;
  return { comments: commentIds(messages), watching, requests: receiver.received.length };
}

/** Outcome if each comment from `first` to `last` came once and in order, after one `feed.watching`. */
function once(first: number, last: number) {
  const ids = comments(first, last).map(({ number }) => movableTypeId(number));
  return { comments: ids, watching: 1, requests: ids.length + 1 };
}

const FAULTS = ['refuse', 'absent', 'stale'] as const;

async function faultOf(kind: (typeof FAULTS)[number]): Promise<KvFault> {
  return kind === 'stale' ? { kind, values: await snapshot() } : { kind };
}

describe.each(FAULTS)('KV that answers: %s', (kind) => {
  test('between two polls loses no comment and repeats none', async () => {
    serve(3);
    await harness.earshot.tick();
    await arrival(receiver, 1);
    await tickUnder(await faultOf(kind), 5, 7);
    expect(await outcome(4, 9)).toEqual(once(4, 9));
  });

  test('after a restart loses no comment and repeats none', async () => {
    serve(3);
    await harness.earshot.tick();
    const fault = await faultOf(kind);
    serve(4);
    await harness.earshot.tick();
    await waitFor('both deliveries recorded', () => harness.earshot.logged('message.sent').length === 2);
    // A line is written a moment before its row is: one more tick, and it is.
    await harness.earshot.tick();
    await harness.earshot.kill();
    await harness.earshot.restart();
    await tickUnder(fault, 6, 7);
    expect(await outcome(4, 9)).toEqual(once(4, 9));
  });
});

test('KV that refuses everything at the first poll does not make a baseline of what came later', async () => {
  harness.control.kv = { kind: 'refuse' };
  serve(3);
  await harness.earshot.tick();
  harness.control.kv = null;
  await harness.earshot.tick();
  await arrival(receiver, 1);
  expect(await outcome(4, 5)).toEqual(once(4, 5));
});
