import { env } from 'cloudflare:test';
import { beforeEach, expect, test } from 'vitest';
import { fetchFeed } from '../../worker/io/fetch-feed.ts';
import { dependenciesOf } from '../../worker/poller/dependencies.ts';
import { comments, movableType } from '../support/feeds.ts';
import { echoAt, type Served, servedAt } from '../support/served.ts';
import { emptyKv, EVENING, Shard } from '../support/shard.ts';

// Polls over real HTTP, by the tests' own server.

let shard: Shard;

const onLoopback = {
  allowPrivate: true,
  secrets: (name: string) => (name === 'ALLOW_PRIVATE_NETWORK' ? 'true' : undefined),
};

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  shard.parts = { fetchFeed, ...onLoopback };
});

/** Polls a feed at an address that answers so; gives its state as text. */
async function poll(served: Served): Promise<string> {
  await shard.configure('blog', { url: servedAt(served) });
  await shard.tick();
  const [row] = await shard.sql<{ head: string }>('SELECT head FROM feed');
  return row?.head ?? '';
}

test('a feed is read that comes packed, with its validators as they are', async () => {
  const state = await poll({
    headers: [['ETag', 'W/"1-gzip"']],
    body: movableType(comments(1, 1, EVENING)),
    packing: 'gzip',
  });
  expect(JSON.parse(state)).toMatchObject({ failing: null, validators: { etag: 'W/"1-gzip"', lastModified: null } });
  expect(shard.told('blog')).toEqual(['feed.watching']);
});

test('a wall is told in words, and not searched for a feed', async () => {
  const state = await poll({
    body: '<!doctype html><title>Hm</title><link rel="alternate" type="application/atom+xml" href="/feed"><script id="anubis_challenge">1</script>',
  });
  expect(state).toContain('(Anubis; 200). Whoever runs the site can let');
});

test('a feed that is gone is told at once, with what becomes of it', async () => {
  await poll({ status: 410 });
  const [offer] = shard.box('blog').accepted;
  expect(offer?.event).toMatchObject({
    type: 'feed.failing',
    data: { reason: expect.stringMatching(/gone for good \(410\)\. It is asked once a day from now on/) },
  });
});

test('a feed is asked under the name that the owner’s contact makes', async () => {
  const { userAgent } = dependenciesOf({ ...env, CONTACT_URL: ' https://me.example/about\n' });
  expect(userAgent).toContain('(+https://me.example/about)');
  const agents: string[] = [];
  shard.parts = {
    ...onLoopback,
    userAgent,
    fetchFeed: async (request) => {
      const answer = await fetchFeed(request);
      if (answer.ok && answer.value.kind === 'body') agents.push(new TextDecoder().decode(answer.value.bytes));
      return answer;
    },
  };
  await shard.configure('blog', { url: echoAt() });
  await shard.tick();
  expect(agents[0]).toContain(JSON.stringify(userAgent).slice(1, -1));
});
