import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KvFault } from '../support/control.ts';
import { comments, movableType, movableTypeId } from '../support/feeds.ts';
import type { Receiver } from '../support/receiver.ts';
import { arrival, commentIds, WorkerHarness } from '../support/worker-harness.ts';
import { waitFor } from '../support/wait.ts';

let scene: WorkerHarness;
let receiver: Receiver;

beforeEach(async () => {
  scene = await WorkerHarness.open('test/e2e/stepping.ts');
  receiver = await scene.destination('default');
  await scene.watch('kites');
});
afterEach(() => scene.close());

function serve(last: number): void {
  scene.feeds.serve('/kites', movableType(comments(1, last)));
}

/** Values in KV now, which it may still answer with two minutes later. */
async function snapshot(): Promise<Readonly<Record<string, string>>> {
  const seen = await scene.earshot.seen('kites');
  return {
    'CONFIG destination:default': JSON.stringify({ url: receiver.url }),
    'CONFIG feed:kites': JSON.stringify({ url: scene.feeds.url('/kites'), every: '5m' }),
    ...(seen === null ? {} : { 'SEEN kites': seen }),
  };
}

/** Two ticks under the fault, seven minutes and more: the cron never fires twice within two. */
async function tickUnder(fault: KvFault, first: number, second: number): Promise<void> {
  scene.control.kv = fault;
  serve(first);
  await scene.earshot.tick();
  serve(second);
  await scene.earshot.tick();
  scene.control.kv = null;
}

/** Serves all up to `last`, waits for the missing comments, and gives all messages since the baseline. */
async function outcome(first: number, last: number) {
  serve(last);
  await scene.earshot.tick();
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
    await scene.earshot.tick();
    await arrival(receiver, 1);
    await tickUnder(await faultOf(kind), 5, 7);
    expect(await outcome(4, 9)).toEqual(once(4, 9));
  });

  test('after a restart loses no comment and repeats none', async () => {
    serve(3);
    await scene.earshot.tick();
    const fault = await faultOf(kind);
    serve(4);
    await scene.earshot.tick();
    await waitFor('both deliveries recorded', () => scene.earshot.logged('message.sent').length === 2);
    // A line is written a moment before its row is: one more tick, and it is.
    await scene.earshot.tick();
    await scene.earshot.kill();
    await scene.earshot.restart();
    await tickUnder(fault, 6, 7);
    expect(await outcome(4, 9)).toEqual(once(4, 9));
  });
});

test('KV that refuses everything at the first poll does not make a baseline of what came later', async () => {
  scene.control.kv = { kind: 'refuse' };
  serve(3);
  await scene.earshot.tick();
  scene.control.kv = null;
  await scene.earshot.tick();
  await arrival(receiver, 1);
  expect(await outcome(4, 5)).toEqual(once(4, 5));
});
