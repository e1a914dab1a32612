import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findComments } from '../../worker/systems/comments.ts';
import { parseFeed } from '../../worker/feed/parse.ts';
import type { ParsedFeed } from '../../worker/feed/parsed-feed.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { entry, feedOf, html, oldestFirst } from '../feed/entries.ts';

const SERVED = join(import.meta.dirname, '../feed/served');
/** Feeds as real blogs served them, which are not part of this repository. */
const REAL = join(import.meta.dirname, '../../../shared/feeds');

function read(folder: string, name: string): ParsedFeed {
  const parsed = parseFeed(readFileSync(join(folder, name)), { url: 'http://127.0.0.1:8099/feed', contentType: null });
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

test('a feed of Movable Type: four comments, oldest first, none of them the post', () => {
  const found = oldestFirst(findComments(read(SERVED, 'movabletype-comments.atom'))).map(({ render }) => render());
  expect(found.map(({ id }) => Number(/comment:(\d+)$/.exec(id)?.[1]))).toEqual([501, 502, 503, 504]);
  for (const { url, inReplyTo, post } of found) {
    expect(url).toMatch(/#c\d+$/);
    expect(inReplyTo).toBeNull();
    expect(post).toEqual({
      id: 'tag:kites.example,2007://1.88',
      url: 'https://kites.example/archives/thin_lines_web20.php',
      title: 'Thin Lines Go Web 2.0, With Half a Mile of String!',
    });
  }
  expect(found[0]?.text).toBe('Thin ones, wow. I & mine use thick lines.');
  expect(found[1]?.author).toEqual({ name: 'Gil', url: null, avatar: null });
  expect(found[2]).toMatchObject({
    author: { name: '中国人' },
    title: 'Comment from 中国人 on 2007-06-04',
    text: '什么时候有风？',
    original: { author: '‰∏≠ÂõΩ‰∫∫' },
  });
  expect(found.filter(({ original }) => original !== null)).toHaveLength(1);
});

test.runIf(existsSync(REAL))(
  'a real feed of Movable Type: fourteen comments, oldest first, none of them the post',
  () => {
    const found = oldestFirst(findComments(read(REAL, 'movabletype-comments.atom'))).map(({ render }) => render());
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

const WORDPRESS = [
  'wordpress-post-comments.atom',
  'wordpress-post-comments.rss',
  'wordpress-site-comments.rss',
] as const;

test.each(WORDPRESS)('a feed of WordPress, %s: three comments, and Bob answers the second', (name) => {
  const found = oldestFirst(findComments(read(SERVED, name))).map(({ render }) => render());
  expect(found.map(({ id }) => id)).toEqual(
    [10, 11, 12].map((number) => `https://kites.example/?p=4#comment-${number}`),
  );
  expect(found.map(({ inReplyTo }) => inReplyTo?.id ?? null)).toEqual([
    null,
    null,
    'https://kites.example/?p=4#comment-11',
  ]);
  expect(found[2]).toMatchObject({
    url: 'https://kites.example/2026/11/thin-lines/#comment-12',
    author: { name: 'Bob' },
    text: 'So do I, Zoë',
    inReplyTo: { url: 'https://kites.example/2026/11/thin-lines/#comment-11', author: 'Zoë 中国' },
    post: {
      id: 'https://kites.example/?p=4',
      url: 'https://kites.example/2026/11/thin-lines/',
      title: 'Thin lines!',
    },
  });
});

test.runIf(existsSync(REAL)).each(WORDPRESS)(
  'a real feed of WordPress, %s: three comments, and Bob answers the second',
  (name) => {
    const found = oldestFirst(findComments(read(REAL, name))).map(({ render }) => render());
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
