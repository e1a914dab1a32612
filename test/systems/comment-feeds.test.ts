import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findComments } from '../../worker/systems/comments.ts';
import { parseFeed } from '../../worker/feed/parse.ts';
import type { ParsedFeed } from '../../worker/feed/parsed-feed.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { entry, feedOf, html, oldestFirst } from '../feed/entries.ts';

const SHARED = join(import.meta.dirname, '../../../shared/feeds');

function read(name: string): ParsedFeed {
  const parsed = parseFeed(readFileSync(join(SHARED, name)), { url: 'http://127.0.0.1:8099/feed', contentType: null });
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.value;
}

test('five thousand entries, one after the other, take no more than two seconds', () => {
  const entries = Array.from({ length: 5_000 }, (_, index) =>
    entry({ id: `x-${index}`, url: `https://x.example/a#c${index}`, content: html('<p>Some words</p>') }),
  );
  const feed = feedOf(...entries);
  expect(cpuMilliseconds(() => findComments(feed).map(({ render }) => render()))).toBeLessThan(2000);
});

test.runIf(existsSync(SHARED))(
  'a real feed of Movable Type: fourteen comments, oldest first, none of them the post',
  () => {
    const found = oldestFirst(findComments(read('movabletype-comments.atom'))).map(({ render }) => render());
    expect(found.map(({ id }) => Number(/comment:(\d+)$/.exec(id)?.[1]))).toEqual(
      Array.from({ length: 14 }, (_, n) => 29_321 + n),
    );
    for (const { url, author, published, text, inReplyTo, post } of found) {
      expect(url).toMatch(/#c\d+$/);
      expect(author.name).not.toBeNull();
      expect(author.url).not.toBe('');
      expect(published).toMatch(/Z$/);
      expect(text).not.toBe('');
      expect(inReplyTo).toBeNull();
      expect(post).toEqual({
        id: 'tag:72.47.210.69,2007://1.3525',
        url: 'http://www.readwriteweb.com/archives/qq_china_im_web20.php',
        title: 'QQ - China IM Service Goes Web 2.0, With Half a Billion Registered Users!',
      });
    }
    expect(found[9]?.author.name).toBe('中国人');
    expect(found[9]?.title).toBe('Comment from 中国人 on 2007-06-04');
    expect(found[9]?.text).toBe('是怎么说的啊？\n什么时候\ufffd中国看啊\ufffd大佬\ufffd');
    expect(found[9]?.original?.author).toBe('‰∏≠ÂõΩ‰∫∫');
    expect(found[13]?.text).toBe('привет,не очень понимаю о чем идет речь,но в\ufffdем удачи...');
    expect(found.filter(({ original }) => original !== null)).toHaveLength(2);
  },
);

test
  .runIf(existsSync(SHARED))
  .each(['wordpress-post-comments.atom', 'wordpress-post-comments.rss', 'wordpress-site-comments.rss'])(
  'a real feed of WordPress, %s: three comments, and Bob answers the second',
  (name) => {
    const found = oldestFirst(findComments(read(name))).map(({ render }) => render());
    expect(found.map(({ id }) => id)).toEqual(
      [1, 2, 3].map((number) => `http://127.0.0.1:8099/?p=1#comment-${number}`),
    );
    expect(found.map(({ inReplyTo }) => inReplyTo?.id ?? null)).toEqual([
      null,
      null,
      'http://127.0.0.1:8099/?p=1#comment-2',
    ]);
    expect(found[2]).toMatchObject({
      url: 'http://127.0.0.1:8099/2026/11/23/hello-world/#comment-3',
      author: { name: 'Bob' },
      text: 'A reply to Zoë',
      inReplyTo: { url: 'http://127.0.0.1:8099/2026/11/23/hello-world/#comment-2', author: 'Zoë 中国' },
      post: {
        id: 'http://127.0.0.1:8099/?p=1',
        url: 'http://127.0.0.1:8099/2026/11/23/hello-world/',
        title: 'Hello world!',
      },
    });
  },
);
