import { env } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MovesRpc } from '../../../worker/rpc/moves.ts';
import { shardOf } from '../../../worker/shards.ts';
import { FollowedSite } from '../../support/followed-site.ts';
import { emptyKv, Shard } from '../../support/shard.ts';

/** A site of the upper half: it moves where 32 shards become 64. */
const NAME = 'blog';
const OWN = shardOf(NAME, 64);
const DAY = 24 * 60 * 60_000;

let [before, after] = [new Shard(), new Shard()];
let site = new FollowedSite('rss');

/** Has the newer shard take over what the older one has for it; `change` replaces some of what that answers. */
function link(change: Partial<MovesRpc> = {}): void {
  const former = { own: OWN, shard: OWN - 32, shards: 64, object: { ...before.moves, ...change } };
  after.parts = { ...after.parts, former };
}

async function tick(shard: Shard): Promise<void> {
  for (const [url, page] of site.pages()) shard.pages.set(url, page);
  await shard.tick({ names: [NAME] });
}

/** Texts of the comments that a shard sent, in order. */
const sent = (shard: Shard) => shard.box().sentTexts();

/** Rows of a shard's tables that are about a feed, but for their numbers. */
async function rowsOf(shard: Shard): Promise<Readonly<Record<string, readonly object[]>>> {
  const tables = await shard.sql<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'moved' AND (name = 'feed' OR sql LIKE '%feed TEXT%')",
  );
  const found: Record<string, readonly object[]> = {};
  for (const { name } of tables) {
    const rows = await shard.sql(`SELECT * FROM ${name} WHERE ${name === 'feed' ? 'name' : 'feed'} = ?`, NAME);
    found[name] = rows.map(({ id: _, seq: __, ...row }) => row);
  }
  return found;
}

beforeEach(async () => {
  vi.spyOn(console, 'log').mockReturnValue();
  [before, after] = [new Shard(), new Shard()];
  link();
  site = new FollowedSite('rss');
  for (let day = 1; day <= 9; day++) site.publish(`post-${day}`, before.now() - day * DAY, 3);
  await env.CONFIG.put(`feed:${NAME}`, JSON.stringify({ url: 'https://blog.example/feed.xml', follow: '14d' }));
  for (let count = 0; count < 8; count++) await tick(before);
  site.comment('post-3', before.now());
  await tick(before);
  after.pass(50);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await emptyKv();
});

describe('a followed site that another shard has by now', () => {
  test('goes on there with each of its posts, though SEEN knows nothing', async () => {
    await env.SEEN.delete(NAME);
    for (let day = 1; day <= 9; day++) site.comment(`post-${day}`, after.now());
    for (let count = 0; count < 3; count++) await tick(after);
    expect(sent(before)).toEqual(['post-3 4']);
    const all = Array.from({ length: 9 }, (_, at) => `post-${at + 1} ${at === 2 ? 5 : 4}`);
    expect(sent(after).toSorted()).toEqual(all);
  });

  test('leaves no row behind, in whichever table', async () => {
    // What does not fit the site's own row, and what an Outbox is owed.
    await before.sql("INSERT INTO known (feed, part, value) VALUES (?, 1, '[]')", NAME);
    await before.sql("INSERT INTO owed (destination, feed, notice, since, offer) VALUES ('x', ?, 0, 1, '{}')", NAME);
    const had = await rowsOf(before);
    expect(Object.values(had).map((rows) => rows.length > 0)).toEqual(Object.keys(had).map(() => true));
    await after.ask((poller, now) => poller.feedStatuses([NAME], now));
    expect(await rowsOf(after)).toEqual(had);
    expect(Object.values(await rowsOf(before)).flat()).toEqual([]);
  });

  test('loses and repeats nothing where it is asked for twice, with another comment in between', async () => {
    link({
      release: async (name, part) => {
        await before.moves.release(name, part);
        throw new Error('the object was reset');
      },
    });
    await tick(after);
    expect(after.requests).toEqual([]);
    link();
    site.comment('post-1', after.now());
    site.publish('new', after.now());
    site.comment('new', after.now());
    await tick(before);
    for (let count = 0; count < 8; count++) await tick(after);
    expect([sent(before), sent(after).toSorted()]).toEqual([['post-3 4'], ['new 1', 'post-1 4']]);
  });

  test('comes whole with five hundred posts, and with a text that is cut within a character', async () => {
    await before.sql(
      `INSERT INTO child (feed, url, post, made_at, listed, head, known)
       SELECT feed, url || '/' || value, post, made_at, listed, head, ? FROM child, json_each(?) WHERE feed = ?`,
      JSON.stringify(['💬'.repeat(5_000)]),
      // Of another length each, so that parts end at even and at odd places.
      JSON.stringify(Array.from({ length: 55 }, (_, number) => 'x'.repeat(number))),
      NAME,
    );
    const had = await rowsOf(before);
    await after.ask((poller, now) => poller.feedStatuses([NAME], now));
    expect(await rowsOf(after)).toEqual(had);
  });
});
