import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Body, fetchFeed, type FeedRequest } from '../../worker/io/fetch-feed.ts';

const FEED = 'https://blog.example/feed';
const MiB = 1024 * 1024;

/** The web of a test: what each URL answers, and what it was asked. */
const web = new Map<string, (request: Request) => Response | Promise<Response>>();
const asked: Request[] = [];

beforeEach(() => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    asked.push(request);
    return (web.get(request.url) ?? (() => new Response(null, { status: 404 })))(request);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  web.clear();
  asked.length = 0;
});

const ask = (more: Partial<FeedRequest> = {}) =>
  fetchFeed({
    url: FEED,
    home: FEED,
    headers: {},
    auth: null,
    validatorsOf: async () => null,
    allowPrivate: false,
    signal: AbortSignal.timeout(2000),
    ...more,
  });

const redirect = (location: string, status = 302) => new Response(null, { status, headers: { location } });
const hops = () => asked.map(({ url }) => url);

/** Validators of one URL alone. */
const validatorsOf = async (url: string) =>
  url === 'https://cdn.example/feed' ? { etag: '"v1"', lastModified: 'then' } : null;

/** A body made of parts, each when it is asked for. */
const stream = (pull: (controller: ReadableStreamDefaultController<Uint8Array>, part: number) => void) => {
  let part = 0;
  return new ReadableStream<Uint8Array>({ pull: (controller) => pull(controller, part++) }, { highWaterMark: 0 });
};

/** What was read; fails the test where nothing was. */
async function body(more: Partial<FeedRequest> = {}): Promise<Body> {
  const answer = await ask(more);
  if (!answer.ok || answer.value.kind !== 'body') throw new Error(`no body: ${JSON.stringify(answer)}`);
  return answer.value;
}

describe('an answer', () => {
  test('is given with its bytes, type, validators verbatim and max-age', async () => {
    web.set(
      FEED,
      () =>
        new Response('<rss/>', {
          headers: {
            'content-type': 'application/rss+xml; charset=koi8-r',
            etag: 'W/"a, b"',
            'last-modified': 'Mon, 02 Nov 2026 00:00:00 +0000',
            'cache-control': 'public, s-maxage=9, max-age=600',
          },
        }),
    );
    expect(await body()).toEqual({
      kind: 'body',
      status: 200,
      bytes: new TextEncoder().encode('<rss/>'),
      cut: null,
      contentType: 'application/rss+xml; charset=koi8-r',
      link: null,
      url: FEED,
      movedTo: null,
      validators: { etag: 'W/"a, b"', lastModified: 'Mon, 02 Nov 2026 00:00:00 +0000' },
      maxAge: 600,
    });
  });

  test('was asked for by a reader of feeds that says who it is, without the fragment', async () => {
    web.set(FEED, () => new Response('x'));
    await body({ url: `${FEED}#top` });
    expect(asked[0]?.headers.get('user-agent')).toMatch(/^Earshot\/\d+\.\d+\.\d+ \(\+https:\/\/.+\)$/);
    expect(asked[0]?.headers.get('accept')).toContain('application/atom+xml');
  });

  test.each([
    [404, 'status'],
    [410, 'gone'],
    [429, 'status'],
    [500, 'status'],
    [304, 'status'],
    [300, 'status'],
  ])('%i is a failure: %s, with Retry-After as it was sent', async (status, reason) => {
    web.set(FEED, () => new Response(null, { status, headers: { 'retry-after': '120' } }));
    expect(await ask()).toMatchObject({ ok: false, reason, status, retryAfter: '120' });
  });

  test('that the platform does not let us ask for is no failure of the feed', async () => {
    web.set(FEED, () => Promise.reject(new Error('Too many subrequests.')));
    expect(await ask()).toMatchObject({ ok: false, reason: 'limit' });
  });

  test('that does not come in time is a failure', async () => {
    web.set(FEED, (request) => new Promise((_, reject) => request.signal.addEventListener('abort', reject)));
    expect(await ask({ signal: AbortSignal.timeout(20) })).toMatchObject({ ok: false, reason: 'timeout' });
  });

  test('that never comes is a failure', async () => {
    web.set(FEED, () => Promise.reject(new Error('connection refused by 10.0.0.1')));
    const answer = await ask();
    expect(answer).toMatchObject({ ok: false, reason: 'network', status: null });
    expect(JSON.stringify(answer)).not.toContain('10.0.0.1');
  });
});

describe('validators', () => {
  test('are sent verbatim to the URL that they came from, and to no other', async () => {
    web.set(FEED, () => redirect('https://cdn.example/feed'));
    web.set(
      'https://cdn.example/feed',
      () => new Response(null, { status: 304, headers: { 'cache-control': 'max-age=60' } }),
    );
    expect(await ask({ validatorsOf })).toEqual({ ok: true, value: { kind: 'unmodified', status: 304, maxAge: 60 } });
    expect(asked.map(({ headers }) => [headers.get('if-none-match'), headers.get('if-modified-since')])).toEqual([
      [null, null],
      ['"v1"', 'then'],
    ]);
  });
});

describe('a body', () => {
  test('is cut at 8 MiB, and the rest is not read', async () => {
    let parts = 0;
    web.set(
      FEED,
      () => new Response(stream((controller, part) => ((parts = part), controller.enqueue(new Uint8Array(MiB))))),
    );
    const read = await body();
    expect(read.bytes).toHaveLength(8 * MiB);
    expect(read.cut).toBe('The answer is over 8 MiB.');
    expect(parts).toBeLessThan(12);
  });

  test('of exactly 8 MiB is whole', async () => {
    web.set(
      FEED,
      () =>
        new Response(
          stream((controller, part) => (part < 8 ? controller.enqueue(new Uint8Array(MiB)) : controller.close())),
        ),
    );
    expect(await body()).toMatchObject({ cut: null, bytes: { length: 8 * MiB } });
  });

  test('that breaks off is given as far as it came, and said to be cut', async () => {
    web.set(
      FEED,
      () =>
        new Response(
          stream((controller, part) =>
            part === 0 ? controller.enqueue(new TextEncoder().encode('<rss>')) : controller.error(new Error('reset')),
          ),
        ),
    );
    expect(await body()).toMatchObject({
      cut: 'The connection broke off in the middle of the answer.',
      bytes: { length: 5 },
    });
  });
});

describe('redirects', () => {
  test.each([
    ['permanent all along', [301, 308], 'https://c.example/feed'],
    ['permanent, then not', [301, 302], null],
    ['for now', [307], null],
    ['none', [], null],
  ])('%s: moved to %s', async (_case, statuses, movedTo) => {
    const chain = [FEED, 'https://b.example/feed', 'https://c.example/feed'].slice(0, statuses.length + 1);
    for (const [at, status] of statuses.entries())
      web.set(chain[at] ?? '', () => redirect(chain[at + 1] ?? '', status));
    web.set(chain.at(-1) ?? '', () => new Response('x'));
    expect(await body()).toMatchObject({ url: chain.at(-1), movedTo });
  });

  test('are followed where they are relative', async () => {
    web.set(FEED, () => redirect('/comments?a=1'));
    web.set('https://blog.example/comments?a=1', () => new Response('x'));
    expect((await body()).url).toBe('https://blog.example/comments?a=1');
  });

  test('are followed five times', async () => {
    for (let hop = 0; hop < 9; hop++)
      web.set(hop === 0 ? FEED : `${FEED}/${hop}`, () => redirect(`${FEED}/${hop + 1}`));
    expect(await ask()).toMatchObject({ ok: false, reason: 'redirects' });
    expect(asked).toHaveLength(6);
  });

  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://localhost/',
    'file:///etc/passwd',
    'https://u:p@b.example/',
  ])('to %s are refused, not followed, not repeated', async (location) => {
    web.set(FEED, () => redirect(location, 301));
    const answer = await ask();
    expect(answer).toMatchObject({ ok: false, reason: 'blocked' });
    expect(JSON.stringify(answer)).not.toContain(location);
    expect(hops()).toEqual([FEED]);
  });

  test('take the feed’s headers and password to no other origin', async () => {
    web.set(FEED, () => redirect('https://blog.example/moved'));
    web.set('https://blog.example/moved', () => redirect('http://blog.example/feed'));
    web.set('http://blog.example/feed', () => new Response('x'));
    await body({ headers: { 'x-key': 'k' }, auth: 'ines:pässword' });
    expect(asked.map(({ headers }) => [headers.get('x-key'), headers.get('authorization')])).toEqual([
      ['k', 'Basic aW5lczpww6Rzc3dvcmQ='],
      ['k', 'Basic aW5lczpww6Rzc3dvcmQ='],
      [null, null],
    ]);
  });

  test('leave a feed that is asked elsewhere than configured without them', async () => {
    web.set('https://b.example/feed', () => new Response('x'));
    await body({ url: 'https://b.example/feed', auth: 'a:b' });
    expect(asked[0]?.headers.get('authorization')).toBeNull();
  });
});

test('a private address is not asked, unless that is allowed', async () => {
  web.set('http://127.0.0.1:8080/feed', () => new Response('x'));
  const url = 'http://127.0.0.1:8080/feed';
  expect(await ask({ url })).toMatchObject({ ok: false, reason: 'blocked' });
  expect(asked).toEqual([]);
  expect((await body({ url, allowPrivate: true })).status).toBe(200);
});
