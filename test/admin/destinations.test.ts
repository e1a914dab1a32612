import { env } from 'cloudflare:test';
import { afterEach, describe, expect, test } from 'vitest';
import { deriveSecret } from '../../worker/destination/sign.ts';
import { answered, created, DAY, keys, MINUTE, OutboxHarness } from '../support/outbox.ts';
import { emptyKv } from '../support/shard.ts';
import { call } from './answers.ts';
import { READ_TOKEN, vars } from './asking.ts';

const SLACK = 'https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnop';
const SECRET = `whsec_${btoa('s'.repeat(24))}`;

const fresh = (prefix = 'd') => `${prefix}-${crypto.randomUUID()}`;
const stored = (name: string) => env.CONFIG.getWithMetadata(`destination:${name}`);

type Items = { readonly items: readonly Record<string, unknown>[]; readonly next: string | null };
const items = (body: unknown) => (body as Items).items;

afterEach(emptyKv);

describe('PUT /api/destinations/:name', () => {
  test('stores a URL, masked as a whole wherever it is shown', async () => {
    const name = fresh();
    const put = await call('PUT', `/api/destinations/${name}`, SLACK);
    expect(put).toMatchObject({
      status: 200,
      body: { name, type: 'slack', config: 'masked:mnop', state: 'ready', reason: null, waiting: 0 },
    });
    expect(await stored(name)).toMatchObject({ value: SLACK, metadata: { at: expect.any(Number) } });
    for (const path of [`/api/destinations/${name}`, '/api/destinations?limit=200', '/api/config'])
      for (const token of [undefined, READ_TOKEN])
        expect((await call('GET', path, undefined, token)).text).not.toContain('hooks.slack.com');
  });

  test('takes a mask for what is stored, in any field', async () => {
    const name = fresh();
    const value = {
      url: 'https://hook.example/a-long-secret-path',
      secret: SECRET,
      headers: { 'x-key': 'k'.repeat(20) },
    };
    const { body } = await call('PUT', `/api/destinations/${name}`, value);
    const { config } = body as { config: Record<string, unknown> };
    expect(config).toMatchObject({ url: expect.stringMatching(/^masked:/), secret: expect.stringMatching(/^masked:/) });
    expect((await call('PUT', `/api/destinations/${name}`, { ...config, pace: '1/s' })).status).toBe(200);
    expect(JSON.parse((await stored(name)).value ?? '')).toEqual({ ...value, pace: '1/s' });
    const other = await call('PUT', `/api/destinations/${fresh()}`, config);
    expect(other.status).toBe(422);
  });

  test.each([
    [{ url: SLACK, pase: '1/m' }, 'pase'],
    [{ type: 'telegram', token: '1:x' }, 'chat'],
    ['http://10.0.0.1/hook', 'url'],
    ['secret:NOT_THERE', null],
  ])('%j is 422, and names the field', async (value, field) => {
    const { status, body } = await call('PUT', `/api/destinations/${fresh()}`, value);
    expect(status).toBe(422);
    expect((body as { errors: { field: string | null }[] }).errors.map((one) => one.field)).toContain(field);
  });
});

describe('while KV shows what was there before', () => {
  test('a destination that was put is shown, and one that was deleted is not', async () => {
    const [put, deleted] = [fresh(), fresh()];
    await call('PUT', `/api/destinations/${put}`, SLACK);
    await call('PUT', `/api/destinations/${deleted}`, SLACK);
    await env.CONFIG.delete(`destination:${put}`);
    expect((await call('DELETE', `/api/destinations/${deleted}`)).status).toBe(204);
    await env.CONFIG.put(`destination:${deleted}`, SLACK);
    expect((await call('GET', `/api/destinations/${put}`)).body).toMatchObject({ state: 'ready' });
    expect((await call('GET', `/api/destinations/${deleted}`)).status).toBe(404);
    const names = items((await call('GET', '/api/destinations')).body).map(({ name }) => name);
    expect(names).toContain(put);
    expect(names).not.toContain(deleted);
    const { destinations } = (await call('GET', '/api/config')).body as { destinations: object };
    expect(Object.keys(destinations)).toContain(put);
    expect(Object.keys(destinations)).not.toContain(deleted);
  });
});

describe('a destination that CONFIG does not have', () => {
  test('is 404, unless messages wait for it', async () => {
    const name = fresh();
    expect((await call('GET', `/api/destinations/${name}`)).status).toBe(404);
    await env.OUTBOX.getByName(name).enqueue([created('a')]);
    expect((await call('GET', `/api/destinations/${name}`)).body).toMatchObject({ config: null, waiting: 1 });
  });
});

describe('GET /api/destinations/:name/secret', () => {
  test('gives what the messages are signed with: the own secrets, else those derived of SIGNING_KEY', async () => {
    const [own, derived] = [fresh(), fresh()];
    await call('PUT', `/api/destinations/${own}`, { url: 'https://hook.example/', secret: [SECRET] });
    await call('PUT', `/api/destinations/${derived}`, 'https://hook.example/');
    expect((await call('GET', `/api/destinations/${own}/secret`)).body).toEqual({ secrets: [SECRET] });
    const expected = [await deriveSecret(vars.SIGNING_KEY, derived)];
    expect((await call('GET', `/api/destinations/${derived}/secret`)).body).toEqual({ secrets: expected });
  });

  test('is 403 with READ_TOKEN, and 404 for a chat', async () => {
    const name = fresh();
    await call('PUT', `/api/destinations/${name}`, SLACK);
    expect((await call('GET', `/api/destinations/${name}/secret`, undefined, READ_TOKEN)).status).toBe(403);
    expect((await call('GET', `/api/destinations/${name}/secret`)).status).toBe(404);
  });
});

/** A destination with a receiver that answers by script. */
const open = async (name: string) => {
  const harness = await OutboxHarness.open(name, { secret: SECRET });
  await env.CONFIG.put(`destination:${name}`, harness.config ?? '');
  return harness;
};

describe('messages', () => {
  test('are listed newest first, page by page, by state and by text, each as it is by itself', async () => {
    const name = fresh();
    const harness = await open(name);
    await env.OUTBOX.getByName(name).enqueue(keys(5).map((key) => created(key, 'blog', `words of ${key}`)));
    await env.OUTBOX.getByName(name).enqueue([created('held', 'other', 'c', 'baseline')]);
    await harness.pass(MINUTE);
    const path = `/api/destinations/${name}/messages`;
    const all = items((await call('GET', path)).body);
    expect(all.map(({ state }) => state)).toEqual(['baseline', ...keys(5).map(() => 'delivered')]);
    expect(all[1]).toMatchObject({
      type: 'comment.created',
      feed: 'blog',
      attempts: 1,
      next: null,
      kept: true,
      answer: { status: 200 },
      summary: { author: 'Ann', excerpt: 'words of 5' },
    });
    const first = (await call('GET', `${path}?limit=2`)).body as Items;
    const second = (await call('GET', `${path}?limit=4&after=${first.next}`)).body as Items;
    expect([...first.items, ...second.items]).toEqual(all);
    expect(items((await call('GET', `${path}?state=baseline`)).body)).toEqual([all[0]]);
    expect(items((await call('GET', `${path}?feed=other`)).body)).toEqual([all[0]]);
    expect(items((await call('GET', `${path}?q=WORDS+OF+3`)).body)).toEqual([all[3]]);
    const { body } = await call('GET', `${path}/${String(all[1]?.['id'])}`);
    expect(body).toEqual({
      ...all[1],
      payload: expect.objectContaining({ type: 'comment.created', id: all[1]?.['id'] }),
    });
    expect((await call('GET', `${path}/msg_none`)).status).toBe(404);
    expect((await call('GET', `${path}?after=x`)).status).toBe(422);
    expect((await call('GET', `${path}?state=known`)).status).toBe(422);
  });

  test('that wait say why, and until when', async () => {
    const name = fresh();
    const harness = await open(name);
    harness.answer = () => answered(500);
    await env.OUTBOX.getByName(name).enqueue([created('a')]);
    await harness.pass(MINUTE);
    const [message] = items((await call('GET', `/api/destinations/${name}/messages?state=waiting`)).body);
    expect(message).toMatchObject({
      reason: 'failing',
      next: expect.stringMatching(/^2040-/),
      answer: { status: 500 },
    });
    expect((await call('GET', `/api/destinations/${name}`)).body).toMatchObject({ state: 'failing', waiting: 1 });
  });

  test('are sent again by id, or by span, state and feed; nothing named is 422', async () => {
    const name = fresh();
    const harness = await open(name);
    await env.OUTBOX.getByName(name).enqueue(keys(3).map((key) => created(key)));
    await harness.pass(MINUTE);
    const path = `/api/destinations/${name}`;
    const ids = items((await call('GET', `${path}/messages`)).body).map(({ id }) => id);
    const again = (body: object) => call('POST', `${path}/replay`, body);
    const { body: mixed } = await again({ ids: ['x'], state: 'dead' });
    expect(mixed).toMatchObject({ errors: [{ key: 'body', field: null, detail: expect.stringContaining('"ids"') }] });
    expect((await again({ ids: ids.slice(0, 1) })).body).toEqual({ waiting: 1, gone: 0 });
    const from = new Date(harness.now - DAY).toISOString();
    expect((await again({ from, feed: 'blog' })).body).toEqual({ waiting: 2, gone: 0 });
    expect((await again({ from, to: from })).body).toEqual({ waiting: 0, gone: 0 });
    for (const body of [
      {},
      { ids: [] },
      { from: 'yesterday' },
      { state: 'waiting' },
      { state: 'known' },
      { all: true },
    ])
      expect([body, (await again(body)).status]).toEqual([body, 422]);
  });

  test('a test is sent at once, and names the feeds that come here', async () => {
    const [name, feed] = [fresh(), fresh('f')];
    const harness = await open(name);
    await call('PUT', `/api/feeds/${feed}`, { url: 'https://blog.example/', to: name });
    const { body } = await call('POST', `/api/destinations/${name}/test`);
    await harness.pass(MINUTE);
    const { id } = body as { id: string };
    expect(harness.posts.at(-1)).toMatchObject({ id });
    const message = await call('GET', `/api/destinations/${name}/messages/${id}`);
    expect(message.body).toMatchObject({
      type: 'destination.test',
      feed: null,
      summary: null,
      payload: { data: { feeds: [feed] } },
    });
  });
});

describe('GET /api/feeds/:name/comments', () => {
  test('fills its pages, though the newest messages are of a destination whose comments others list', async () => {
    const [one, other, feed] = [fresh('one'), fresh('other'), fresh('f')];
    await call('PUT', `/api/feeds/${feed}`, { url: 'https://blog.example/', to: [one, other] });
    const offers = ['a', 'b', 'c', 'd'].map((key) => created(key, feed));
    await env.OUTBOX.getByName(one).enqueue(offers);
    await env.OUTBOX.getByName(other).enqueue(offers);
    const path = `/api/feeds/${feed}/comments`;
    const first = (await call('GET', `${path}?limit=2`)).body as Items;
    expect(first.items.map(({ id }) => id)).toEqual(['d', 'c']);
    const second = (await call('GET', `${path}?limit=2&after=${encodeURIComponent(first.next ?? '')}`)).body as Items;
    expect(second.items.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  test('lists each comment once, with what became of it for each destination', async () => {
    const [one, other, feed] = [fresh('one'), fresh('other'), fresh('f')];
    const [first, second] = [await OutboxHarness.open(one), await OutboxHarness.open(other)];
    await call('PUT', `/api/feeds/${feed}`, { url: 'https://blog.example/', to: [one, other] });
    await env.OUTBOX.getByName(one).enqueue(['a', 'b', 'd'].map((key) => created(key, feed)));
    await env.OUTBOX.getByName(other).enqueue(['b', 'c', 'd'].map((key) => created(key, feed, 'c1', 'baseline')));
    await first.pass(MINUTE);
    await second.pass(MINUTE);
    const seen: Record<string, unknown>[] = [];
    let after = '';
    for (let pages = 0; pages < 9; pages++) {
      const path = `/api/feeds/${feed}/comments?limit=2${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`;
      const page = (await call('GET', path)).body as Items;
      seen.push(...page.items);
      if (page.next === null) break;
      after = page.next;
    }
    expect(seen.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c', 'd']);
    const byId = Object.fromEntries(seen.map((comment) => [String(comment['id']), comment]));
    expect(byId['a']).toMatchObject({
      author: 'Ann',
      excerpt: 'c1',
      post: null,
      destinations: [{ name: one, state: 'delivered' }],
    });
    expect(byId['b']).toMatchObject({
      destinations: [
        { name: one, state: 'delivered' },
        { name: other, state: 'baseline' },
      ],
    });
    expect(byId['c']).toMatchObject({ destinations: [{ name: other, state: 'baseline' }] });
    expect((await call('GET', `/api/feeds/${feed}/comments?after=x`)).status).toBe(422);
    expect((await call('GET', `/api/feeds/${fresh('f')}/comments`)).status).toBe(404);
  });
});
