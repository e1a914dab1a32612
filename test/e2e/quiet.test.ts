import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { comments, movableType } from '../support/feeds.ts';
import { arrival, WorkerHarness } from '../support/worker-harness.ts';
import { waitFor } from '../support/wait.ts';

let harness: WorkerHarness;

beforeAll(async () => {
  harness = await WorkerHarness.open();
});
afterAll(() => harness.close());

/** Digest of the files of KV and objects: a row written anywhere changes it. Reading changes `-shm` files alone. */
function stored(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !file.name.endsWith('-shm'))
    .map((file) => path.join(file.parentPath, file.name));
  return Object.fromEntries(files.map((file) => [file, digestOf(file)]));
}

function digestOf(file: string): string {
  // A write-ahead log goes with its object, and may have gone since it was listed.
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'gone';
}

test('ten polls that find nothing new write neither SEEN nor a row, with validators or without', async () => {
  const receiver = await harness.destination('default');
  const body = movableType(comments(1, 14));
  harness.feeds.serve('/validated', body);
  harness.feeds.serve('/bare', { kind: 'feed', body, validators: false });
  await harness.watch('validated', { backfill: 1 });
  await harness.watch('bare');
  await harness.earshot.tick();
  await arrival(receiver, 3);

  // An Outbox records a send a moment after it, and an object that nobody calls for 10 s is evicted: both change files,
  // but not in hour after hour.
  const polls = await waitFor('an hour in which nothing is written', async () => {
    // Over a full hour, when the other shards are called and each Outbox is woken: they make their tables then, and that
    // it was done is noted, once an hour.
    await harness.earshot.tick(harness.earshot.nextHour);
    await harness.earshot.tick();
    const first = harness.feeds.statuses('/bare').length;
    const before = stored(harness.earshot.state);
    for (let poll = 0; poll < 10; poll++) await harness.earshot.tick();
    return isDeepStrictEqual(stored(harness.earshot.state), before) && first;
  });

  expect(harness.feeds.statuses('/bare').slice(polls)).toEqual(Array.from({ length: 10 }, () => 200));
  expect(harness.feeds.statuses('/validated').slice(polls)).toEqual(Array.from({ length: 10 }, () => 304));
  expect(receiver.taken).toHaveLength(3);
});
