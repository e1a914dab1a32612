import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { comments, movableType } from '../support/feeds.ts';
import { arrival, Scene } from '../support/scene.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(() => scene.close());

/** What lies on the disk of KV and objects: a row written anywhere changes it. Readers leave marks in `-shm` files alone. */
function stored(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !file.name.endsWith('-shm'))
    .map((file) => path.join(file.parentPath, file.name));
  return Object.fromEntries(files.map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]));
}

test('ten polls that find nothing new write neither SEEN nor a row, with validators or without', async () => {
  const receiver = await scene.destination('default');
  const body = movableType(comments(1, 14));
  scene.feeds.serve('/validated', body);
  scene.feeds.serve('/bare', { kind: 'feed', body, validators: false });
  await scene.watch('validated', { backfill: 1 });
  await scene.watch('bare');
  await scene.earshot.tick();
  await arrival(receiver, 3);
  // Over a full hour, when the other shards are called and each Outbox is woken: they make their tables then.
  while (scene.earshot.now % 3_600_000 !== 0) await scene.earshot.tick();

  const before = stored(scene.earshot.state);
  const polls = scene.feeds.statuses('/bare').length;
  for (let poll = 0; poll < 12; poll++) await scene.earshot.tick();

  expect(scene.feeds.statuses('/bare').slice(polls)).toEqual(Array.from({ length: 12 }, () => 200));
  expect(scene.feeds.statuses('/validated').slice(polls)).toEqual(Array.from({ length: 12 }, () => 304));
  expect(stored(scene.earshot.state)).toEqual(before);
  expect(receiver.taken).toHaveLength(3);
});
