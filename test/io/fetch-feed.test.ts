import { describe, expect, test } from 'vitest';
import { ask, asked, body, FEED, redirect, web } from './web.ts';

const MiB = 1024 * 1024;

/** Validators of one URL alone. */
const validatorsOf = async (url: string) =>
  url === 'https://cdn.example/feed' ? { etag: '"v1"', lastModified: 'then' } : null;

/** A body made of parts, each when it is asked for. */
const stream = (pull: (controller: ReadableStreamDefaultController<Uint8Array>, part: number) => void) => {
  let part = 0;
  return new ReadableStream<Uint8Array>({ pull: (controller) => pull(controller, part++) }, { highWaterMark: 0 });
};

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
    expect(await ask({ validatorsOf })).toEqual({
      ok: true,
      value: { kind: 'unmodified', status: 304, url: 'https://cdn.example/feed', movedTo: null, maxAge: 60 },
    });
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

test('a private address is not asked, unless that is allowed', async () => {
  web.set('http://127.0.0.1:8080/feed', () => new Response('x'));
  const url = 'http://127.0.0.1:8080/feed';
  expect(await ask({ url })).toMatchObject({ ok: false, reason: 'blocked' });
  expect(asked).toEqual([]);
  expect((await body({ url, allowPrivate: true })).status).toBe(200);
});
