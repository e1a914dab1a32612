import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readOlderPage } from '../../worker/systems/wordpress/comments.ts';
import { factsOf, numbersOf, readFirst, readOlder } from './reading.ts';
import { type Post, WordPress } from './wordpress.ts';

const SITE = '/comments/feed/';

let wordpress: WordPress;
let post: Post;
let other: Post;
/** Twenty-five on one post, a minute apart. */
let numbers: readonly number[];

beforeAll(async () => {
  wordpress = await WordPress.start();
  post = await wordpress.post({ title: 'Kites' });
  other = await wordpress.post({ title: 'Strings', wasDraft: false });
  numbers = await wordpress.comments(
    Array.from({ length: 25 }, (_, index) => ({
      post: post.id,
      at: `2026-10-01T10:${String(index).padStart(2, '0')}:30Z`,
      text: `Thought ${index + 1}`,
    })),
  );
});
afterAll(() => wordpress.stop());

const postFeed = (): string => `${post.url}feed/`;

function ask(query: string): Promise<Response> {
  return wordpress.get(`/wp-json/wp/v2/comments?${query}`);
}

/** Comments on the newest post, as the feed of posts counts them. */
async function counted(): Promise<string | undefined> {
  return /<slash:comments>(\d+)</.exec(await (await wordpress.get('/feed/')).text())?.[1];
}

/** True where the feed says after `change` that it is as it was before. */
async function unchanged(change: () => Promise<unknown>, feed = SITE): Promise<boolean> {
  const { headers } = await wordpress.get(feed);
  await change();
  const asked = {
    'if-none-match': headers.get('etag') ?? '',
    'if-modified-since': headers.get('last-modified') ?? '',
  };
  return (await wordpress.get(feed, asked)).status === 304;
}

describe('a feed', () => {
  test('holds ten comments, newest first, or as many as the site says', async () => {
    const newest = numbers.toReversed();
    for (const feed of [SITE, '/comments/feed/atom/', postFeed()]) {
      expect(numbersOf((await readFirst(wordpress, feed)).feed)).toEqual(newest.slice(0, 10));
    }
    await wordpress.settings({ posts_per_rss: 15 });
    expect(numbersOf((await readFirst(wordpress, SITE)).feed)).toEqual(newest.slice(0, 15));
    await wordpress.settings({ posts_per_rss: 10 });
  });

  test('has no second page: a site’s is 404, a post’s is the first again', async () => {
    expect((await wordpress.get(`${SITE}?paged=2`)).status).toBe(404);
    const second = await readFirst(wordpress, `${postFeed()}?paged=2`);
    expect(factsOf(second.feed)).toEqual(factsOf((await readFirst(wordpress, postFeed())).feed));
    expect(second.feed.next).toBeNull();
  });

  test('names the interface in its answer’s header, and the post', async () => {
    expect((await wordpress.get(SITE)).headers.get('link')).toBe(
      `<${wordpress.home}/wp-json/>; rel="https://api.w.org/"`,
    );
    expect((await wordpress.get(postFeed())).headers.get('link')).toContain(
      `<${wordpress.home}/wp-json/wp/v2/posts/${post.id}>; rel="alternate"; type="application/json"`,
    );
  });

  test('names itself without the port', async () => {
    expect((await readFirst(wordpress, SITE)).feed.self).toBe('http://127.0.0.1/comments/feed/');
  });
});

describe('the REST interface', () => {
  test('has all comments by pages, newest first, and says how many', async () => {
    const response = await ask('per_page=10&page=2');
    expect([response.headers.get('x-wp-total'), response.headers.get('x-wp-totalpages')]).toEqual(['25', '3']);
    expect(response.headers.get('link')).toContain('rel="next"');
    expect(await response.json()).toMatchObject(
      numbers
        .toReversed()
        .slice(10, 20)
        .map((id) => ({ id })),
    );
  });

  test('answers beyond its last page with an empty list', async () => {
    const response = await ask('per_page=100&page=9');
    expect([response.status, await response.text()]).toEqual([200, '[]']);
  });

  test('gives at most a hundred at once', async () => {
    expect((await ask('per_page=101')).status).toBe(400);
  });

  test('keeps for itself what waits for approval', async () => {
    expect((await ask('status=hold')).status).toBe(401);
  });

  test('has neither pingbacks nor reviews, though feeds do', async () => {
    const kinds = await wordpress.comments(
      ['comment', 'pingback', 'review'].map((type, index) => ({
        post: other.id,
        at: `2026-09-30T10:00:0${index}Z`,
        text: type,
        type,
      })),
    );
    const first = await readFirst(wordpress, `${other.url}feed/`);
    expect(numbersOf(first.feed)).toEqual(kinds.toReversed());
    expect(numbersOf((await readOlder(wordpress, first, 1)).feed)).toEqual(kinds.slice(0, 1));
    expect((await ask('type=pingback')).status).toBe(401);
    await wordpress.remove(...kinds);
  });

  test('has no name for who gave none, whom a feed calls anonymous', async () => {
    const [number = 0] = await wordpress.comments([
      { post: other.id, at: '2026-09-30T10:00:00Z', text: 'Hm.', author: '' },
    ]);
    const first = await readFirst(wordpress, `${other.url}feed/atom/`);
    expect(first.feed.entries[0]?.author.name).toBe('Anonymous');
    expect((await readOlder(wordpress, first, 1)).feed.entries[0]?.author.name).toBeNull();
    await wordpress.remove(number);
  });

  test('where it is closed, the answer is no page', async () => {
    await wordpress.settings({ rest_is_closed: 1 });
    const response = await ask('per_page=100');
    expect(response.status).toBe(401);
    expect(readOlderPage(await response.text(), await readFirst(wordpress, SITE))).toMatchObject({ reason: 'closed' });
    await wordpress.settings({ rest_is_closed: 0 });
  });
});

describe('a feed’s validators', () => {
  test('do not change where an older comment is approved or the newest stays', async () => {
    const [number = 0] = await wordpress.comments([
      { post: post.id, at: '2026-10-01T10:20:45Z', text: 'Late.', waits: true },
    ]);
    const results = [await unchanged(() => wordpress.approve(number)), await unchanged(() => wordpress.remove(number))];
    expect(results).toEqual([true, true]);
  });

  test('change with a comment that is newer than all', async () => {
    expect(
      await unchanged(() => wordpress.comments([{ post: post.id, at: '2026-10-01T11:00:00Z', text: 'New.' }])),
    ).toBe(false);
  });

  test('of posts do not change with a comment, though it counts them', async () => {
    const before = await counted();
    const comment = { post: other.id, at: '2026-10-01T12:00:00Z', text: 'One more.' };
    expect(await unchanged(() => wordpress.comments([comment]), '/feed/')).toBe(true);
    expect(await counted()).not.toBe(before);
  });
});
