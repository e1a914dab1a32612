import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Offer } from '../../worker/rpc/offer.ts';
import tables from '../fixtures/poller-unversioned.sql?raw';
import offered from '../fixtures/poller-unversioned-offered.json';
import { lines } from '../support/box.ts';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, EVENING, Shard, urlOf } from '../support/shard.ts';

// The tables of the last version that numbered none: four feeds know ten comments; "blog" knows an eleventh, which "owed" has
// still to hand over; "broken" fails. Then the object was reset after "blog" had offered its twelfth, before that was noted.

const NAMES = ['blog', 'broken', 'owed', 'rare'];
const TABLES = ['feed', 'known', 'owed', 'cause', 'version'];

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  for (const name of NAMES) await shard.configure(name, name === 'rare' ? { every: '1d' } : {});
  // The object that the test runs in has opened its own.
  for (const table of TABLES) await shard.sql(`DROP TABLE ${table}`);
  for (const statement of tables.split(/;\n/).filter((one) => one !== '')) await shard.sql(statement);
  shard.pass(10);
});

const serve = (name: string, last: number) =>
  shard.pages.set(urlOf(name), { body: movableType(comments(1, last, EVENING)) });

async function version(): Promise<readonly number[]> {
  return (await shard.sql<{ version: number }>('SELECT version FROM version')).map((row) => row.version);
}

describe('the tables of the version before', () => {
  test('are taken over: nothing is told again, news is, and what was owed is', async () => {
    for (const name of NAMES) serve(name, 11);
    await shard.tick({ minutes: 25 });
    await shard.tick();
    expect(lines(shard.box('blog').offered)).toEqual([]);
    expect(lines(shard.box('owed').accepted)).toEqual(['created 11']);
    expect(lines(shard.box('broken').accepted)).toEqual(['created 11']);
    serve('blog', 12);
    await shard.tick();
    expect(lines(shard.box('blog').accepted)).toEqual(['created 12']);
    expect(await version()).toEqual([4]);
  });

  test('keep a rare feed’s schedule', async () => {
    serve('rare', 10);
    await shard.tick();
    expect(shard.asked('rare')).toBe(0);
    expect(await shard.sql("SELECT last_poll FROM feed WHERE name = 'rare'")).toEqual([{ last_poll: shard.now(-15) }]);
  });

  test('are brought up to date once: opening them again writes nothing', async () => {
    for (const name of NAMES) serve(name, 10);
    await shard.tick({ names: [] });
    shard.restart();
    const before = await shard.written();
    await shard.tick({ names: null, minutes: 0 }).catch(() => {});
    shard.restart();
    expect(await version()).toEqual([4]);
    const tablesNow = await shard.sql<{ name: string }>("SELECT name FROM sqlite_master WHERE name = 'feed_now'");
    expect(tablesNow).toEqual([]);
    expect((await shard.written()) - before).toBeLessThan(5);
  });

  test('cut off at any step of that are brought up to date by the next object', async () => {
    for (let steps = 0; steps < 8; steps++) {
      shard.process.revive();
      shard.process.dieAfter(steps);
      shard.restart();
      await shard.tick({ names: [], minutes: 0 }).catch(() => {});
    }
    shard.process.revive();
    shard.restart();
    serve('blog', 12);
    await shard.tick();
    expect(lines(shard.box('blog').accepted)).toEqual(['created 12']);
  });

  test('in which a poll was cut off by the deploy lose nothing: what was offered is offered again under the same key', async () => {
    const before: readonly Offer[] = offered as unknown as readonly Offer[];
    shard.box('blog').enqueue(before);
    serve('blog', 13);
    await shard.tick();
    expect(lines(shard.box('blog').accepted)).toEqual(['created 12', 'created 13']);
    expect(shard.box('blog').offered.map(({ key }) => key.split(':').at(-1))).toEqual(['12', '12', '13']);
  });
});

test('tables of a version that is newer than the code are left alone, and nothing is polled', async () => {
  shard = new Shard();
  await shard.sql('UPDATE version SET version = 99');
  await expect(shard.tick()).rejects.toThrow('version 99');
  expect(await env.SEEN.get('blog')).toBeNull();
});
