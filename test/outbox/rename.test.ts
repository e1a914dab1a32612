import { describe, expect, test } from 'vitest';
import { comments, openChat, roundups } from '../support/chat.ts';
import { answered, created, DAY, HOUR, keys, MINUTE, OK, OutboxHarness, SECOND, updated } from '../support/outbox.ts';

const rename = (harness: OutboxHarness, from = 'blog', to = 'new') =>
  harness.inside((outbox) => outbox.renameFeed(from, to));
const name = ({ body }: { readonly body: string }) => JSON.parse(body).data.feed.name;

describe('a feed that is renamed', () => {
  test('keeps the order of what waits, and what comes under the new name goes behind it', async () => {
    const harness = await OutboxHarness.open('rename', null);
    await harness.enqueue(...keys(3).map((key) => created(key)));
    await rename(harness);
    await harness.enqueue(created('4', 'new'), created('other', 'aaa'));
    harness.config = JSON.stringify({ url: 'https://hook.example/' });
    await harness.pass(HOUR);
    expect(harness.sent.filter((key) => key !== 'other')).toEqual(['1', '2', '3', '4']);
    expect(harness.posts.filter(({ key }) => key === '1').map(name)).toEqual(['new']);
    expect(await harness.inside((outbox) => outbox.log({ feed: 'blog' }))).toEqual({ entries: [], next: null });
  });

  test('keeps its ids: what it had is offered again and not sent again', async () => {
    const harness = await OutboxHarness.open('rename-ids');
    await harness.enqueue(created('a'), created('held', 'blog', 'c1', 'baseline'));
    await harness.pass(MINUTE);
    const before = await harness.rows();
    await rename(harness);
    await harness.enqueue(created('a', 'new'), created('held', 'new', 'c1', 'baseline'));
    await harness.pass(DAY);
    expect(harness.sent).toEqual(['a']);
    expect((await harness.rows()).map(({ id, seq }) => [id, seq])).toEqual(before.map(({ id, seq }) => [id, seq]));
  });

  test('goes on owning its comments: an edit under the new name goes at once', async () => {
    const harness = await OutboxHarness.open('rename-owner', { events: ['comment.*'] });
    await harness.enqueue(created('a'));
    await harness.enqueue(created('shared', 'site'), updated('shared', 'c2', 'site'));
    await harness.pass(MINUTE);
    await rename(harness);
    await rename(harness, 'site', 'page');
    harness.posts.length = 0;
    await harness.enqueue(updated('a', 'c2', 'new'), updated('shared', 'c3', 'page'));
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['a', 'shared']);
  });

  test('keeps the threads of posts that are known by its name', async () => {
    const harness = await openChat('rename-threads');
    await harness.enqueue({ ...created('a'), post: 'blog 12' }, { ...created('b'), post: 'blog.example/12' });
    await harness.inside(({ context: { sql } }) =>
      sql.exec("INSERT INTO thread VALUES ('blog 12', 'p', 't1', 1), ('blog.example/12', 'p', 't2', 1)"),
    );
    await rename(harness);
    expect((await harness.rows()).map(({ post }) => post)).toEqual(['new 12', 'blog.example/12']);
    const threads = await harness.inside(({ context: { sql } }) => sql.exec('SELECT post FROM thread').toArray());
    expect(threads).toEqual([{ post: 'blog.example/12' }, { post: 'new 12' }]);
  });

  test('while a message of it is sent loses none, sends none twice, and keeps a roundup that was cut off', async () => {
    const harness = await openChat('rename-during');
    harness.answer = () => {
      throw new Error('crash');
    };
    await harness.enqueue(...comments(12));
    await harness.alarm();
    const [{ body: cut } = { body: '' }] = harness.posts;
    await rename(harness);
    await harness.restart();
    harness.answer = () => OK;
    harness.posts.length = 0;
    await harness.enqueue(
      ...comments(13, 'blog')
        .slice(12)
        .map((offer) => ({ ...offer, feed: 'new' })),
    );
    await harness.pass(HOUR);
    expect(roundups(harness)).toEqual([12, 1]);
    expect(JSON.parse(harness.posts[0]?.body ?? '').deliveryId).toBe(JSON.parse(cut).deliveryId);
    expect(await harness.states()).toEqual({ delivered: 13 });
  });

  test('between a request and its answer is recorded all the same', async () => {
    const harness = await OutboxHarness.open('rename-between');
    await harness.whileSending([created('a'), created('b')], (outbox) => outbox.renameFeed('blog', 'new'));
    await harness.pass(SECOND);
    expect(harness.sent).toEqual(['a', 'b']);
    expect(await harness.states()).toEqual({ delivered: 2 });
  });

  test('is renamed in everything or in nothing', async () => {
    const harness = await OutboxHarness.open('rename-atomic');
    harness.answer = () => answered(500);
    await harness.enqueue(created('a'), created('b'));
    await harness.pass(SECOND);
    await harness.inside(({ context: { sql } }) => sql.exec('ALTER TABLE thread RENAME TO gone'));
    await expect(rename(harness)).rejects.toThrow(/no such table/);
    await harness.inside(({ context: { sql } }) => sql.exec('ALTER TABLE gone RENAME TO thread'));
    expect((await harness.rows()).map(({ feed, owner }) => [feed, owner])).toEqual([
      ['blog', 'blog'],
      ['blog', 'blog'],
    ]);
  });
});
