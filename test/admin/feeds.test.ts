import { env } from 'cloudflare:test';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { metadataOf } from '../../worker/config/metadata.ts';
import { FIRST_SHARDS, shardOf } from '../../worker/shards.ts';
import { pollerOf } from '../../worker/tick.ts';
import { emptyKv } from '../support/shard.ts';
import { call } from './answers.ts';
import { READ_TOKEN } from './asking.ts';

const URL = 'https://blog.example/comments.atom';

/** A name that no other test has: objects outlive a test. */
const fresh = () => `f-${crypto.randomUUID()}`;
/** Hands a value to the feed's Poller, as another place that wrote it does; `null`: its deletion. */
const handed = (name: string | undefined, value: string | null) =>
  pollerOf(env, shardOf(name ?? '', FIRST_SHARDS)).handFeed(name ?? '', { value, at: Date.now() });
const stored = (name: string) => env.CONFIG.getWithMetadata(`feed:${name}`);

afterEach(async () => {
  vi.useRealTimers();
  await emptyKv();
});

describe('PUT /api/feeds/:name', () => {
  test('stores a bare URL as it is, with the instant, and shows it at once', async () => {
    const name = fresh();
    const put = await call('PUT', `/api/feeds/${name}`, URL);
    expect(put).toMatchObject({ status: 200, body: { name, config: URL, state: 'new', lastPoll: null } });
    const { value, metadata } = await stored(name);
    expect([value, metadata]).toEqual([URL, await metadataOf(URL, (metadata as { at: number }).at)]);
    expect((await call('GET', `/api/feeds/${name}`)).body).toEqual(put.body);
  });

  test('masks credentials, and takes a mask for what is stored there', async () => {
    const name = fresh();
    const value = { url: URL, auth: 'reader:correct-horse-battery', headers: { cookie: 'session=abcdefghijklmnop' } };
    const put = await call('PUT', `/api/feeds/${name}`, value);
    const masked = { url: URL, auth: 'masked:tery', headers: { cookie: 'masked:mnop' } };
    expect(put.body).toMatchObject({ config: masked });
    const again = await call('PUT', `/api/feeds/${name}`, { ...masked, every: '15m' });
    expect(again.body).toMatchObject({ config: { ...masked, every: '15m' } });
    expect(JSON.parse((await stored(name)).value ?? '')).toEqual({ ...value, every: '15m' });
    for (const token of [undefined, READ_TOKEN]) {
      const { text } = await call('GET', `/api/feeds/${name}`, undefined, token);
      expect(text).not.toContain('battery');
      expect(text).not.toContain('abcdefgh');
    }
  });

  test('takes an object as text for the object, masks in it included', async () => {
    const name = fresh();
    await call('PUT', `/api/feeds/${name}`, { url: URL, auth: 'reader:correct-horse-battery' });
    const text = JSON.stringify({ url: URL, auth: 'masked:tery', every: '1h' });
    expect((await call('PUT', `/api/feeds/${name}`, text)).status).toBe(200);
    expect(JSON.parse((await stored(name)).value ?? '')).toMatchObject({ auth: 'reader:correct-horse-battery' });
  });

  test('refuses a mask that no stored value has, and changes nothing', async () => {
    const name = fresh();
    await call('PUT', `/api/feeds/${name}`, { url: URL, auth: 'reader:correct-horse-battery' });
    const before = await stored(name);
    for (const auth of ['masked:xxxx', 'masked:']) {
      const { status, body } = await call('PUT', `/api/feeds/${name}`, { url: URL, auth });
      expect(status).toBe(422);
      expect(body).toMatchObject({ errors: [{ key: `feed:${name}`, field: 'auth' }] });
    }
    expect(await stored(name)).toEqual(before);
  });

  test.each([
    [{ url: URL, every: '4m', evry: 1 }, ['evry', 'every']],
    [{ url: 'ftp://blog.example/' }, ['url']],
    [{ url: 'http://127.0.0.1/' }, ['url']],
    [{ url: 'secret:NOT_THERE' }, ['url']],
    ['nothing', [null]],
    [{}, ['url']],
  ])('%j is 422, and names key and fields', async (value, fields) => {
    const name = fresh();
    const { status, body } = await call('PUT', `/api/feeds/${name}`, value);
    expect([status, new Set((body as { errors: { field: string }[] }).errors.map(({ field }) => field))]).toEqual([
      422,
      new Set(fields),
    ]);
    const keys = (body as { errors: { key: string }[] }).errors.map(({ key }) => key);
    expect(new Set(keys)).toEqual(new Set([`feed:${name}`]));
    expect(await env.CONFIG.get(`feed:${name}`)).toBe(null);
    expect((await call('GET', `/api/feeds/${name}`)).status).toBe(404);
  });

  test.each(['Blog', 'a%20b', '-x', 'https%3A%2F%2Fblog.example', 'x'.repeat(65)])(
    'the name %s is 422: it can be none',
    async (name) => {
      expect((await call('PUT', `/api/feeds/${name}`, URL)).status).toBe(422);
      expect((await call('GET', `/api/feeds/${name}`)).status).toBe(404);
    },
  );

  test.each([
    ['no JSON', '{', 400],
    ['nothing', '', 400],
    ['a list', '[]', 422],
    ['a number', '7', 422],
    ['null', 'null', 422],
    ['over 1 MiB', JSON.stringify({ url: 'x'.repeat(1024 * 1024) }), 400],
  ])('a body that is %s is refused, and quoted nowhere', async (_case, body, status) => {
    const { ask, bearer } = await import('./asking.ts');
    const response = await ask(`/api/feeds/${fresh()}`, { method: 'PUT', headers: bearer(), body });
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    expect(await response.text()).not.toContain('xxx');
  });

  test('a second write within a second waits, and is the one that stays', async () => {
    const name = fresh();
    const [one, other] = await Promise.all([
      call('PUT', `/api/feeds/${name}`, `${URL}?1`),
      call('PUT', `/api/feeds/${name}`, `${URL}?2`),
    ]);
    expect([one.status, other.status]).toEqual([200, 200]);
    const { value, metadata } = await stored(name);
    expect(value).toBe(`${URL}?2`);
    const third = await call('PUT', `/api/feeds/${name}`, URL);
    expect(third.status).toBe(200);
    const { metadata: last } = await stored(name);
    expect((last as { at: number }).at - (metadata as { at: number }).at).toBeGreaterThanOrEqual(1_000);
  });
});

describe('while KV shows what was there before', () => {
  test('a feed that was put is shown, is in the list, and can be put again with its masks', async () => {
    const name = fresh();
    await call('PUT', `/api/feeds/${name}`, { url: URL, auth: 'reader:correct-horse-battery' });
    // As a place does that had just asked for the key, and for the list.
    await env.CONFIG.delete(`feed:${name}`);
    expect((await call('GET', `/api/feeds/${name}`)).body).toMatchObject({ config: { auth: 'masked:tery' } });
    const { body } = await call('GET', `/api/feeds?q=${name}`);
    expect(body).toMatchObject({ items: [{ name }], next: null });
    const again = await call('PUT', `/api/feeds/${name}`, { url: URL, auth: 'masked:tery', every: '1h' });
    expect(again.body).toMatchObject({ config: { every: '1h' } });
    expect(JSON.parse((await stored(name)).value ?? '')).toMatchObject({ auth: 'reader:correct-horse-battery' });
    await env.CONFIG.put(`feed:${name}`, URL, { metadata: { at: 1 } });
    expect((await call('GET', '/api/config')).body).toMatchObject({ feeds: { [name]: { every: '1h' } } });
  });

  test('one that was deleted is gone', async () => {
    const name = fresh();
    await call('PUT', `/api/feeds/${name}`, URL);
    const before = await stored(name);
    expect((await call('DELETE', `/api/feeds/${name}`)).status).toBe(204);
    await env.CONFIG.put(`feed:${name}`, URL, { metadata: before.metadata });
    expect((await call('GET', `/api/feeds/${name}`)).status).toBe(404);
    expect((await call('DELETE', `/api/feeds/${name}`)).status).toBe(404);
    expect((await call('GET', `/api/feeds?q=${name}`)).body).toEqual({ items: [], next: null });
    expect((await call('GET', '/api/config')).text).not.toContain(name);
  });
});

describe('GET /api/feeds', () => {
  test('goes through all feeds by name, page by page', async () => {
    const mark = crypto.randomUUID();
    const names = Array.from({ length: 7 }, (_, at) => `page-${at}-${mark}`);
    for (const name of names) await env.CONFIG.put(`feed:${name}`, URL);
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 1; ; pages++) {
      const path: string = `/api/feeds?limit=3&q=${mark}${after === null ? '' : `&after=${after}`}`;
      const page = (await call('GET', path)).body as { items: { name: string }[]; next: string | null };
      seen.push(...page.items.map(({ name }) => name));
      after = page.next;
      if (after === null || pages > 9) break;
    }
    expect(seen).toEqual(names);
  });

  test('goes on where a page ends, with a feed that KV does not list yet in its place', async () => {
    const mark = crypto.randomUUID();
    const names = Array.from({ length: 5 }, (_, at) => `0-${at}-${mark}`);
    for (const name of names) if (name !== names[1]) await env.CONFIG.put(`feed:${name}`, URL);
    await handed(names[1], URL);
    const { body } = await call('GET', '/api/feeds?limit=2');
    expect(body).toMatchObject({ items: [{ name: names[0] }, { name: names[1] }], next: names[1] });
    const next = await call('GET', `/api/feeds?limit=2&after=${names[1]}`);
    expect(next.body).toMatchObject({ items: [{ name: names[2] }, { name: names[3] }], next: names[3] });
    await handed(names[1], null);
  });

  test('fills a page though KV lists a feed that was deleted a moment ago', async () => {
    const mark = crypto.randomUUID();
    const names = Array.from({ length: 4 }, (_, at) => `0-${at}-${mark}`);
    for (const name of names) await env.CONFIG.put(`feed:${name}`, URL);
    await handed(names[0], null);
    const { body } = await call('GET', '/api/feeds?limit=2');
    expect(body).toMatchObject({ items: [{ name: names[1] }, { name: names[2] }], next: names[2] });
  });

  test('has those in one state alone', async () => {
    const [paused, invalid] = [fresh(), fresh()];
    await call('PUT', `/api/feeds/${paused}`, { url: URL, paused: true });
    await env.CONFIG.put(`feed:${invalid}`, '{');
    expect((await call('GET', '/api/feeds?state=paused')).body).toMatchObject({ items: [{ name: paused }] });
    expect((await call('GET', `/api/feeds/${invalid}`)).body).toMatchObject({ state: 'invalid', config: 'masked:' });
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=x', 'limit'],
    ['state=dead', 'state'],
    ['feed=x', 'feed'],
    ['before=x', 'before'],
    ['q=a&q=b', 'q'],
  ])('?%s is 422, and says what is allowed', async (query, field) => {
    const { status, body } = await call('GET', `/api/feeds?${query}`);
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ key: 'query', field, detail: expect.stringMatching(/\w/) }] });
  });
});

describe('a feed whose address is a secret', () => {
  test('is shown by the secret’s name', async () => {
    const name = fresh();
    const { status, body } = await call('PUT', `/api/feeds/${name}`, { url: 'secret:FEED_URL' });
    // The Worker of the tests has no such secret.
    expect([status, body]).toMatchObject([422, { errors: [{ field: 'url' }] }]);
    await env.CONFIG.put(`feed:${name}`, 'secret:FEED_URL');
    expect((await call('GET', `/api/feeds/${name}`)).body).toMatchObject({
      config: 'secret:FEED_URL',
      state: 'invalid',
    });
  });
});
