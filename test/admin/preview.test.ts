import { env, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, test } from 'vitest';
import type { FeedRequest } from '../../worker/io/fetch-feed.ts';
import type { Poller } from '../../worker/poller/poller.ts';
import { FIRST_SHARDS as SHARDS } from '../../worker/shards.ts';
import { comments, movableType } from '../support/feeds.ts';
import { answerOf } from '../support/scripted-web.ts';
import { emptyKv } from '../support/shard.ts';
import { call } from './answers.ts';
import { READ_TOKEN } from './asking.ts';

const URL = 'https://blog.example/comments.atom';
const SLACK = 'https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnop';

type Shown = {
  readonly found: { readonly kind: string; readonly reason?: string; readonly chosen?: { readonly url: string } };
  readonly type: string | null;
  readonly comments: readonly {
    readonly author: string;
    readonly stages: readonly { readonly stage: string; readonly passes: boolean; readonly detail: string }[];
    readonly rendered: unknown;
  }[];
  readonly errors: readonly { readonly key: string; readonly field: string | null; readonly detail: string }[];
};

/** Every shard's web has that feed alone; gives the URLs that were asked for. */
async function serve(last: number): Promise<string[]> {
  const asked: string[] = [];
  const fetchFeed = async (request: FeedRequest) => {
    asked.push(request.url);
    const page = request.url === URL ? { body: movableType(comments(1, last)) } : { status: 404 };
    return answerOf(page, request, null);
  };
  for (let shard = 0; shard < SHARDS; shard++) {
    const stub = env.POLLER.getByName(`shard-${shard}`) as unknown as DurableObjectStub<Poller>;
    await runInDurableObject(stub, async (poller) => {
      poller.deps = { ...poller.deps, fetchFeed };
    });
  }
  return asked;
}

const preview = async (feed: unknown, destination: unknown, token?: string) => {
  const { status, body, text } = await call('POST', '/api/preview', { feed, destination }, token);
  expect(status).toBe(200);
  return { ...(body as Shown), text };
};

afterEach(emptyKv);

describe('POST /api/discover', () => {
  test('tells which feed would be read', async () => {
    await serve(3);
    const { body } = await call('POST', '/api/discover', { url: ` ${URL} ` }, READ_TOKEN);
    expect(body).toMatchObject({ kind: 'feed', chosen: { url: URL, of: 'feed' }, comments: 3 });
  });

  test('knows a chat’s address, and asks nobody about it', async () => {
    const asked = await serve(3);
    expect((await call('POST', '/api/discover', { url: SLACK })).body).toEqual({ kind: 'destination', type: 'slack' });
    expect(asked).toEqual([]);
  });

  test('says why there is none', async () => {
    await serve(3);
    const { body } = await call('POST', '/api/discover', { url: 'https://nothing.example/' });
    expect(body).toMatchObject({ kind: 'none', reason: expect.stringMatching(/\w/) });
  });

  test.each([{ url: 'blog' }, { url: 'ftp://blog.example/' }, { url: 7 }, {}, { url: URL, more: 1 }])(
    '%j is 422',
    async (body) => {
      expect((await call('POST', '/api/discover', body)).status).toBe(422);
    },
  );
});

describe('POST /api/preview', () => {
  test('shows the newest comments stage by stage, as that chat would get them, and writes nothing', async () => {
    await serve(3);
    const {
      found,
      type,
      comments: shown,
      errors,
      text,
    } = await preview({ url: URL, backfill: 2, exclude: ['=Nobody'] }, SLACK);
    expect([found.kind, type, errors]).toEqual(['feed', 'slack', []]);
    expect(shown).toHaveLength(3);
    expect(shown[0]?.stages.map(({ stage, passes }) => [stage, passes])).toEqual([
      ['new', true],
      ['feed filter', true],
      ['events', true],
      ['destination filter', true],
      ['delivery', true],
    ]);
    expect(shown[0]?.stages.at(-1)?.detail).toBe('goes at once, with 1 other');
    expect(shown[2]?.stages).toEqual([{ stage: 'new', passes: false, detail: expect.stringMatching(/\w/) }]);
    expect(shown[0]?.rendered).toMatchObject({ text: expect.stringMatching(/\w/) });
    expect(text).not.toContain('hooks.slack.com');
    expect((await env.SEEN.list()).keys).toEqual([]);
    expect((await env.CONFIG.list()).keys).toEqual([]);
  });

  test.each([
    [{ events: ['feed.*'] }, 'events', /^comment.created is not among its events$/],
    [{ exclude: [{ field: 'author', contains: 'i' }] }, 'destination filter', /^rejected by exclude/],
    [{ digest: '1d@09:00' }, 'delivery', /^waits for the digest of .* 09:00 UTC$/],
    [{ quiet: '00:00-23:59' }, 'delivery', /^(?:waits for the end of the quiet hours at .* 23:59 UTC|goes at once)$/],
  ])('of a destination with %j ends at %s', async (fields, last, detail) => {
    await serve(1);
    const { comments: shown } = await preview({ url: URL, backfill: 1 }, { url: SLACK, ...fields });
    expect(shown[0]?.stages.at(-1)?.stage).toBe(last);
    expect(shown[0]?.stages.at(-1)?.detail).toMatch(detail);
  });

  test('of values that are not valid says what a PUT would say', async () => {
    const { found, errors } = await preview({ url: URL, evry: '1h', auth: 'masked:abcd' }, 'nobody');
    expect(found.kind).toBe('none');
    expect(errors.map(({ key, field }) => [key, field])).toEqual([
      ['feed:preview', 'auth'],
      ['destination:nobody', null],
    ]);
  });

  test('takes names of what is stored', async () => {
    await serve(2);
    const [feed, destination] = [`f-${crypto.randomUUID()}`, `d-${crypto.randomUUID()}`];
    await call('PUT', `/api/feeds/${feed}`, { url: URL, auth: 'reader:correct-horse-battery' });
    await call('PUT', `/api/destinations/${destination}`, SLACK);
    const { found, comments: shown, errors } = await preview(feed, destination, READ_TOKEN);
    expect([found.chosen?.url, shown.length, errors]).toEqual([URL, 2, []]);
  });

  test.each([
    [{ url: 'https://evil.example/', headers: { cookie: 'secret:SIGNING_KEY_OF_ANOTHER' } }, SLACK],
    [{ url: 'secret:SOME_URL' }, SLACK],
    [String.raw`{ "url": "https://evil.example/", "headers": { "x": "\u0073ecret:SOME" } }`, SLACK],
    [URL, 'secret:SOME_URL'],
  ])('with READ_TOKEN has no secret of the Worker sent anywhere: %j', async (feed, destination) => {
    const asked = await serve(1);
    const { errors } = await preview(feed, destination, READ_TOKEN);
    expect(errors).toMatchObject([{ detail: expect.stringContaining('takes ADMIN_TOKEN') }]);
    expect(asked).toEqual([]);
  });

  test.each([{}, { feed: URL }, { feed: 7, destination: SLACK }, { feed: URL, destination: null }])(
    '%j is 422',
    async (body) => {
      expect((await call('POST', '/api/preview', body)).status).toBe(422);
    },
  );
});
