import { env, runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { Database } from '../../../worker/poller/store/database.ts';
import { FeedStore } from '../../../worker/poller/store/feed-store.ts';
import { emptyRow } from '../../../worker/poller/store/feed-table.ts';
import { keepListed, listedRows } from '../../../worker/poller/store/listed-rows.ts';
import { Notes } from '../../../worker/poller/store/notes.ts';
import { fullKv } from '../../support/full-kv.ts';

const NOW = Date.parse('2026-11-02T00:00:00Z');
const MANY = 40;

let stub: DurableObjectStub;

/** One life of the object: what it has in memory begins anew; gives the rows that were written in it as well. */
function live<T>(act: (feeds: FeedStore, database: Database) => T): Promise<{ result: T; written: number }> {
  return runInDurableObject(stub, (_instance, state) => {
    const { storage } = state;
    const total = () => storage.sql.exec<{ n: number }>('SELECT total_changes() AS n').one().n;
    const before = total();
    const database = new Database(state, new Notes(storage.kv));
    const result = act(new FeedStore(database), database);
    return { result, written: total() - before };
  });
}

async function rowsOfNextLife() {
  return (await live((feeds) => feeds.listed())).result;
}

beforeEach(async () => {
  stub = env.POLLER.getByName(crypto.randomUUID());
  await live((feeds) => {
    for (let at = 0; at < MANY; at++) feeds.setConfig(`blog-${at}`, 'https://blog.example/', NOW);
  });
});

describe('rows that were listed', () => {
  test('are not read again in the next life of the object', async () => {
    const rows = await rowsOfNextLife();
    expect(rows).toHaveLength(MANY);
    expect(await rowsOfNextLife()).toBe(rows);
  });

  test('are read again after a write, in whatever life it was made', async () => {
    const before = await rowsOfNextLife();
    await live((feeds) => feeds.setGone('blog-7', 1));
    const after = await rowsOfNextLife();
    expect(after).not.toBe(before);
    expect(after.find(({ name }) => name === 'blog-7')).toMatchObject({ goneSince: 1 });
    const { result } = await live((feeds) => {
      feeds.listed();
      feeds.setGone('blog-8', 2);
      return feeds.listed();
    });
    expect(result.find(({ name }) => name === 'blog-8')).toMatchObject({ goneSince: 2 });
    expect((await rowsOfNextLife()).find(({ name }) => name === 'blog-8')).toMatchObject({ goneSince: 2 });
  });

  test('are read again after a write that followed one that was undone', async () => {
    await rowsOfNextLife();
    await live((feeds, database) => {
      const undone = () => {
        feeds.setGone('blog-7', 1);
        throw new Error('undone');
      };
      expect(() => database.transactionSync(undone)).toThrow('undone');
      feeds.setGone('blog-8', 2);
    });
    const after = await rowsOfNextLife();
    expect(after.filter(({ goneSince }) => goneSince !== null).map(({ name }) => name)).toEqual(['blog-8']);
  });

  test('cost a row in the first life that has not written, and the next write another one', async () => {
    expect((await live((feeds) => feeds.listed())).written).toBe(1);
    expect((await live((feeds) => feeds.listed())).written).toBe(0);
    const change = (at: number) =>
      live((feeds) => {
        feeds.setGone('blog-7', at);
        return feeds.listed();
      });
    expect((await change(1)).written).toBe(2);
    expect((await change(2)).written).toBe(1);
  });

  test('are given where storage takes no writes', async () => {
    const given = await runInDurableObject(stub, (_instance, state) =>
      new FeedStore(new Database(state, new Notes(fullKv(state.storage.kv)))).listed(),
    );
    expect(given).toHaveLength(MANY);
  });

  test('cost nothing where they are few', async () => {
    await live((feeds) => {
      for (let at = 30; at < MANY; at++) feeds.remove(`blog-${at}`);
    });
    const { result, written } = await live((feeds) => feeds.listed());
    expect([result.length, written]).toEqual([30, 0]);
  });

  test('are kept up to a number, a shard’s last ones alone', () => {
    const rows = Array.from({ length: 4_000 }, (_, at) => emptyRow(`blog-${at}`));
    const [one, two, three] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    for (const id of [one, two, three]) keepListed(id, () => 'a', rows);
    expect([one, two, three].map((id) => listedRows(id, 'a') === rows)).toEqual([true, true, false]);
    for (const stamp of ['b', 'c', 'd']) keepListed(one, () => stamp, rows);
    expect([listedRows(one, 'a'), listedRows(one, 'd'), listedRows(two, 'a')]).toEqual([null, rows, rows]);
    keepListed(two, () => 'b', [...rows, ...rows, ...rows]);
    expect(listedRows(two, 'b')).toBeNull();
    keepListed(three, () => null, rows);
    expect(listedRows(three, 'a')).toBeNull();
    keepListed(three, () => 'a', rows);
    expect(listedRows(three, 'a')).toBe(rows);
  });
});
