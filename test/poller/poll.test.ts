import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Offer } from '../../worker/rpc/offer.ts';
import { comments, movableType, movableTypeId } from '../support/feeds.ts';
import { emptyKv, kvWith, Shard } from '../support/shard.ts';

const URL = 'https://blog.example/comments.atom';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  await configure();
});

const configure = (more: object = {}) =>
  env.CONFIG.put('feed:blog', JSON.stringify({ url: URL, every: '5m', ...more }));

/** The feed holds the comments from `first` to `last`. */
function serve(first: number, last: number, etag?: string) {
  shard.pages.set(URL, { body: movableType(comments(first, last)), ...(etag === undefined ? {} : { etag }) });
}

const told = (offers: readonly Offer[]) =>
  offers.map(({ event, hold }) => {
    const id = 'comment' in event.data ? event.data.comment.id : '';
    return `${event.type} ${id.split(':').at(-1) ?? ''}${hold === null ? '' : ` ${hold}`}`.trim();
  });

test('many old comments at once are held, and told as one notice', async () => {
  serve(1, 3);
  await shard.tick();
  shard.box().accepted.length = 0;
  serve(1, 30);
  await shard.tick();
  const [notice, ...held] = shard.box().accepted;
  expect(notice?.event).toMatchObject({ type: 'feed.imported', data: { count: 27, kept: 27 } });
  expect(held.map(({ hold }) => hold)).toEqual(Array.from({ length: 27 }, () => 'baseline'));
});

describe('the first poll', () => {
  test('says that it watches, and takes the comments that are there as seen', async () => {
    serve(1, 3);
    await shard.tick();
    expect(told(shard.box().accepted)).toEqual([
      'feed.watching',
      'comment.created 1 baseline',
      'comment.created 2 baseline',
      'comment.created 3 baseline',
    ]);
    const [watching] = shard.box().accepted;
    expect(watching?.event.data).toMatchObject({ count: 3, newest: { comment: { id: movableTypeId(3) } } });
    expect(watching?.event.timestamp).toBe(new Date(shard.now(-5)).toISOString());
  });

  test('delivers the newest ones where backfill asks for them, oldest first', async () => {
    await configure({ backfill: 2 });
    serve(1, 4);
    await shard.tick();
    expect(told(shard.box().accepted).slice(1)).toEqual([
      'comment.created 1 baseline',
      'comment.created 2 baseline',
      'comment.created 3',
      'comment.created 4',
    ]);
  });

  test('of a feed without comments is one: the first comment is news', async () => {
    serve(1, 0);
    await shard.tick();
    serve(1, 1);
    await shard.tick();
    expect(told(shard.box().accepted)).toEqual(['feed.watching', 'comment.created 1']);
  });

  test.each([
    ['fails', { status: 500 }],
    ['is not a feed', { body: '<html><body>Just a moment…</body></html>' }],
    ['breaks off', { body: movableType(comments(1, 5)).slice(0, -200) }],
    ['was cut on its way', { body: movableType(comments(1, 2)), cut: 'too large' }],
  ])('that %s is none', async (_case, page) => {
    shard.pages.set(URL, page);
    await shard.tick({ minutes: 30 });
    expect(shard.box().offered).toEqual([]);
    serve(1, 5);
    await shard.tick();
    expect(told(shard.box().accepted)).toHaveLength(6);
    expect(told(shard.box().accepted)[5]).toBe('comment.created 5 baseline');
  });
});

describe('a later poll', () => {
  beforeEach(async () => {
    serve(1, 5, 'one');
    await shard.tick();
    shard.box().accepted.length = 0;
  });

  test('offers what came, oldest first, each with the feed, the post and its own time', async () => {
    serve(1, 7);
    await shard.tick();
    expect(told(shard.box().accepted)).toEqual(['comment.created 6', 'comment.created 7']);
    expect(shard.box().accepted[0]).toMatchObject({
      feed: 'blog',
      hold: null,
      event: {
        timestamp: '2026-10-01T12:06:00Z',
        data: { feed: { name: 'blog' }, post: { title: 'Kites & how they fall' }, comment: { text: 'Thought 6' } },
      },
    });
  });

  test('ten times without news writes no row, puts nothing and offers nothing, evicted in between or not', async () => {
    const puts: string[] = [];
    shard.parts = { seen: kvWith({ put: async (key: string) => puts.push(key) }) };
    const before = await shard.written();
    for (let poll = 0; poll < 10; poll++) {
      if (poll % 3 === 0) shard.restart();
      // Validators hold, then only the body's digest does, then only the comments do.
      if (poll === 4) serve(1, 5, 'another');
      if (poll === 7) shard.pages.set(URL, { body: movableType(comments(1, 5)).replace('2026-10-30', '2026-10-31') });
      await shard.tick();
    }
    expect(shard.requests).toHaveLength(11);
    expect({ rows: (await shard.written()) - before, puts, offers: shard.box().accepted }).toEqual({
      rows: 0,
      puts: [],
      offers: [],
    });
    serve(1, 6);
    await shard.tick();
    expect({ rows: (await shard.written()) - before, puts }).toEqual({ rows: 2, puts: ['blog'] });
  });

  test('of a body that is the same to the byte reads nothing, though its server says that it is another', async () => {
    const outcomes: string[] = [];
    shard.parts = { report: (_feed, { outcome }) => outcomes.push(outcome) };
    serve(1, 5, 'another');
    await shard.tick();
    shard.pages.set(URL, { body: `${movableType(comments(1, 5))} ` });
    await shard.tick();
    expect(outcomes).toEqual(['unchanged', 'read']);
  });

  test('sends the validators of the last whole answer, verbatim', async () => {
    await shard.tick();
    serve(1, 6, '"two"');
    await shard.tick();
    await shard.tick();
    expect(shard.requests.map(({ etag }) => etag)).toEqual([null, 'one', 'one', '"two"']);
  });

  test('tells of an edit, not of a bump of the feed’s time', async () => {
    const edited = comments(1, 5).map((said) => (said.number === 2 ? { ...said, html: '<p>Changed</p>' } : said));
    shard.pages.set(URL, { body: movableType(edited) });
    await shard.tick();
    expect(told(shard.box().accepted)).toEqual(['comment.updated 2']);
  });

  test('of a broken feed offers what is whole in it, remembers that, and reads again', async () => {
    const whole = movableType(comments(1, 7));
    shard.pages.set(URL, { body: whole.slice(0, whole.lastIndexOf('<entry>') + 40), etag: 'broken' });
    await shard.tick({ minutes: 30 });
    expect(told(shard.box().accepted)).toEqual(['comment.created 6']);
    serve(1, 7, 'broken');
    await shard.tick();
    expect(told(shard.box().accepted)).toEqual(['comment.created 6', 'comment.created 7']);
  });

  test('changes nothing where the answer is empty or no feed', async () => {
    for (const body of ['', movableType([]), '{"error": "busy"}', '<html><title>Maintenance</title></html>']) {
      shard.pages.set(URL, { body });
      await shard.tick({ minutes: 60 });
    }
    serve(1, 6);
    // It has failed meanwhile, and is asked more rarely.
    for (let tick = 0; tick < 36; tick++) await shard.tick();
    expect(told(shard.box().accepted)).toEqual(['comment.created 6']);
  });

  test('offers to every destination that the feed names', async () => {
    await configure({ to: ['default', 'team'] });
    serve(1, 6);
    await shard.tick();
    expect(told(shard.box('team').accepted)).toEqual(['comment.created 6']);
    expect(told(shard.box().accepted)).toEqual(['comment.created 6']);
  });
});
