import { env } from 'cloudflare:test';
import { afterEach, describe, expect, test } from 'vitest';
import { emptyKv } from '../support/shard.ts';
import { call } from './answers.ts';
import { ask, bearer, READ_TOKEN } from './asking.ts';

const URL = 'https://blog.example/comments.atom';
const SLACK = 'https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnop';

const fresh = (prefix: string) => `${prefix}-${crypto.randomUUID()}`;

/** Everything in CONFIG, metadata included. */
async function stored(): Promise<Record<string, unknown>> {
  const { keys } = await env.CONFIG.list();
  const entries = keys.map(async ({ name }) => [name, await env.CONFIG.getWithMetadata(name)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

afterEach(emptyKv);

describe('/api/config', () => {
  test('that is got and put back leaves CONFIG byte for byte as it was, metadata and what is not valid included', async () => {
    const [team, blog] = [fresh('team'), fresh('blog')];
    await env.CONFIG.put(`destination:${team}`, ` ${SLACK}\n`);
    await env.CONFIG.put(
      `feed:${blog}`,
      `{ "to" : "${team}",\n  "url":"${URL}", "auth": "reader:correct-horse-battery", "every": "15m" }`,
      { metadata: { mine: [1] } },
    );
    await env.CONFIG.put(`feed:${fresh('bare')}`, URL, { metadata: { at: 5 } });
    await env.CONFIG.put(`feed:${fresh('broken')}`, '{ "url": ');
    await env.CONFIG.put(`feed:${fresh('odd')}`, `{ "url": "${URL}", "tokne": "s3cret-that-is-long", "every": "4m" }`);
    await env.CONFIG.put('Feed:Misnamed', URL);
    const before = await stored();
    const { body, text } = await call('GET', '/api/config');
    for (const secret of ['hooks.slack', 'battery', 's3cret']) expect(text).not.toContain(secret);
    expect((await call('GET', '/api/config', undefined, READ_TOKEN)).body).toEqual(body);
    const put = await call('PUT', '/api/config', body);
    expect(put.status).toBe(200);
    expect(await stored()).toEqual(before);
  });

  test('that is put changes, adds and deletes, says so in words, and shows it at once', async () => {
    const [team, old, blog, news] = [fresh('team'), fresh('old'), fresh('blog'), fresh('news')];
    await env.CONFIG.put(`destination:${team}`, SLACK);
    await env.CONFIG.put(`destination:${old}`, SLACK);
    await env.CONFIG.put(`feed:${blog}`, URL);
    const document = {
      destinations: { [team]: 'masked:mnop' },
      feeds: { [blog]: { url: URL, to: team, every: '1h' }, [news]: { url: `${URL}?2`, to: team } },
    };
    const { body } = await call('PUT', '/api/config', document);
    const { changes } = body as { changes: string[] };
    expect(changes.join('\n')).toContain(`feed:${news} is new`);
    expect(changes.join('\n')).toContain(`destination:${old} goes away`);
    expect(changes.join('\n')).toContain('every 1h, was automatic');
    expect(await env.CONFIG.get(`destination:${old}`)).toBe(null);
    expect((await call('GET', '/api/config')).body).toEqual(document);
    expect((await call('GET', `/api/feeds/${news}`)).body).toMatchObject({ state: 'new', config: { to: team } });
    expect((await call('GET', `/api/destinations/${old}`)).status).toBe(404);
  });

  test.each([
    ['no object', [], ''],
    ['without feeds', { destinations: {} }, ''],
    ['with a value that is not valid', { destinations: {}, feeds: { blog: { url: URL, evry: '1h' } } }, 'feed:blog'],
    ['with a mask of nothing', { destinations: { team: 'masked:mnop' }, feeds: {} }, 'destination:team'],
    ['with a name that is none', { destinations: {}, feeds: { 'A B': URL } }, 'feed:A B'],
  ])('%s is 422, names the key, and changes nothing', async (_case, document, key) => {
    await env.CONFIG.put(`feed:${fresh('kept')}`, URL);
    const before = await stored();
    const { status, body } = await call('PUT', '/api/config', document);
    expect([status, (body as { errors: { key: string }[] }).errors[0]?.key]).toEqual([422, key]);
    expect(await stored()).toEqual(before);
  });
});

const list = (...urls: readonly string[]) =>
  `<opml version="2.0"><head/><body>${urls.map((url, at) => `<outline text="Blog ${at}" xmlUrl="${url}"/>`).join('')}</body></opml>`;

describe('/api/opml', () => {
  test('that is sent adds the feeds that are not there, and what is got has them all', async () => {
    await env.CONFIG.put(`feed:${fresh('blog')}`, URL);
    const mark = crypto.randomUUID();
    const added = await call('POST', '/api/opml', list(URL, `https://${mark}.example/feed`));
    expect(added.body).toEqual({ added: ['blog-1'], known: 1 });
    expect(await env.CONFIG.get('feed:blog-1')).toBe(`https://${mark}.example/feed`);
    const got = await call('GET', '/api/opml');
    expect(got.text).toContain(`xmlUrl="https://${mark}.example/feed"`);
    expect((await call('POST', '/api/opml', got.text)).body).toMatchObject({ added: [] });
    await call('DELETE', '/api/feeds/blog-1');
  });

  test.each([
    ['is none', '<html/>'],
    ['has a feed that may not be read', list(URL, 'http://127.0.0.1/feed')],
  ])('that %s is 422, and adds nothing', async (_case, text) => {
    const before = await stored();
    expect((await call('POST', '/api/opml', text)).status).toBe(422);
    expect(await stored()).toEqual(before);
  });

  test('in bytes that are no UTF-8 is 400', async () => {
    const body = new Uint8Array([0x3c, 0xff, 0xfe]);
    expect((await ask('/api/opml', { method: 'POST', headers: bearer(), body })).status).toBe(400);
  });
});
