import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findComments } from '../../worker/systems/comments.ts';
import { parseFeed } from '../../worker/feed/parse.ts';
import type { RenderedComment } from '../../worker/feed/comment/render.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { entry, feedOf, html, oldestFirst } from '../feed/entries.ts';

/** The comments of a feed, oldest first. */
function rendered(body: Uint8Array): readonly RenderedComment[] {
  const parsed = parseFeed(body, { url: 'http://127.0.0.1:8099/feed', contentType: null });
  if (!parsed.ok) throw new Error(parsed.detail);
  return oldestFirst(findComments(parsed.value)).map(({ render }) => render());
}

/** Name that Movable Type spoilt. */
const CHINESE = {
  author: { name: '中国人' },
  title: 'Comment from 中国人 on 2007-06-04',
  original: { author: '‰∏≠ÂõΩ‰∫∫' },
};

/** Feeds shaped as blogs serve them, and, where they are there, those that real ones did: what is in them. */
const FOLDERS = [
  {
    name: 'served',
    path: join(import.meta.dirname, '../feed/served'),
    movableType: {
      ids: [501, 502, 503, 504],
      post: {
        id: 'tag:kites.example,2007://1.88',
        url: 'https://kites.example/archives/thin_lines_web20.php',
        title: 'Thin Lines Go Web 2.0, With Half a Mile of String!',
      },
      repaired: 1,
      comments: {
        0: { text: 'Thin ones, wow. I & mine use thick lines.' },
        1: { author: { name: 'Gil', url: null, avatar: null } },
        2: { ...CHINESE, text: '什么时候有风？' },
      },
    },
    wordPress: {
      id: 'https://kites.example/?p=4',
      url: 'https://kites.example/2026/11/thin-lines/',
      title: 'Thin lines!',
      numbers: [10, 11, 12],
      last: 'So do I, Zoë',
    },
  },
  {
    name: 'real',
    path: join(import.meta.dirname, '../../../shared/feeds'),
    movableType: {
      ids: Array.from({ length: 14 }, (_, n) => 29_321 + n),
      post: {
        id: 'tag:72.47.210.69,2007://1.3525',
        url: 'http://www.readwriteweb.com/archives/qq_china_im_web20.php',
        title: 'QQ - China IM Service Goes Web 2.0, With Half a Billion Registered Users!',
      },
      repaired: 2,
      comments: {
        9: { ...CHINESE, text: '是怎么说的啊？\n什么时候\ufffd中国看啊\ufffd大佬\ufffd' },
        13: { text: 'привет,не очень понимаю о чем идет речь,но в\ufffdем удачи...' },
      },
    },
    wordPress: {
      id: 'http://127.0.0.1:8099/?p=1',
      url: 'http://127.0.0.1:8099/2026/11/23/hello-world/',
      title: 'Hello world!',
      numbers: [1, 2, 3],
      last: 'A reply to Zoë',
    },
  },
].filter(({ path }) => existsSync(path));

describe.each(FOLDERS)('feeds as blogs serve them: $name', ({ path, movableType, wordPress }) => {
  const read = (name: string) => rendered(readFileSync(join(path, name)));

  test('Movable Type: its comments, oldest first, none of them the post', () => {
    const found = read('movabletype-comments.atom');
    expect(found.map(({ id }) => Number(/comment:(\d+)$/.exec(id)?.[1]))).toEqual(movableType.ids);
    for (const { url, author, published, text, inReplyTo, post } of found) {
      expect(url).toMatch(/#c\d+$/);
      expect(author.name).not.toBeNull();
      expect(author.url).not.toBe('');
      expect(published).toMatch(/Z$/);
      expect(text).not.toBe('');
      expect(inReplyTo).toBeNull();
      expect(post).toEqual(movableType.post);
    }
    for (const [at, comment] of Object.entries(movableType.comments)) expect(found[Number(at)]).toMatchObject(comment);
    expect(found.filter(({ original }) => original !== null)).toHaveLength(movableType.repaired);
  });

  test.each(['wordpress-post-comments.atom', 'wordpress-post-comments.rss', 'wordpress-site-comments.rss'])(
    'WordPress, %s: three comments, and Bob answers the second',
    (name) => {
      const found = read(name);
      const { numbers, last, ...post } = wordPress;
      const ids = numbers.map((number) => `${post.id}#comment-${number}`);
      const links = numbers.map((number) => `${post.url}#comment-${number}`);
      expect(found.map(({ id }) => id)).toEqual(ids);
      expect(found.map(({ inReplyTo }) => inReplyTo?.id ?? null)).toEqual([null, null, ids[1]]);
      expect(found[2]).toMatchObject({
        url: links[2],
        author: { name: 'Bob' },
        text: last,
        inReplyTo: { url: links[1], author: 'Zoë 中国' },
        post,
      });
    },
  );
});

test('five thousand entries, one after the other, take no more than two seconds', () => {
  const entries = Array.from({ length: 5_000 }, (_, index) =>
    entry({ id: `x-${index}`, url: `https://x.example/a#c${index}`, content: html('<p>Some words</p>') }),
  );
  const feed = feedOf(...entries);
  expect(cpuMilliseconds(() => findComments(feed).map(({ render }) => render()))).toBeLessThan(2000);
});
