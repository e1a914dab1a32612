import { beforeEach, describe, expect, test } from 'vitest';
import { comments, movableType, wordPressAtom, wordPressRss } from '../support/feeds.ts';
import type { Shard } from '../support/shard.ts';
import { askedBy, configure, searching, toldBy } from './search.ts';

const RSS = 'https://blog.example/2026/10/kites/feed/';
const ATOM = `${RSS}atom/`;

/** The blog's posts in Atom, as some sites serve them at any address that ends so. */
const postsAtom = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
  <title>Blog</title><generator uri="https://wordpress.org/" version="6">WordPress</generator>
  <entry><id>https://blog.example/?p=9</id><title>A post</title><link href="https://blog.example/a/"/>
    <content type="html">About it</content><thr:total>2</thr:total></entry></feed>`;

let shard: Shard;

beforeEach(async () => {
  shard = await searching();
});

const asked = () => askedBy(shard);
const told = () => toldBy(shard);

describe('WordPress’s RSS', () => {
  beforeEach(() => configure(RSS));

  test('stays what is read where it has no Atom twin, which is asked for once', async () => {
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 3)) });
    await shard.tick();
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 4)) });
    await shard.tick();
    expect(asked()).toEqual([RSS, ATOM, RSS]);
    expect(told()).toEqual(['feed.watching', 'comment.created']);
  });

  test('is read again, and nothing told twice, where its twin is gone', async () => {
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 3)) });
    shard.pages.set(ATOM, { body: wordPressAtom(comments(1, 3)) });
    await shard.tick();
    shard.pages.delete(ATOM);
    await shard.tick();
    await shard.tick();
    expect(asked().slice(2)).toEqual([ATOM, RSS, RSS]);
    expect(told()).toEqual(['feed.watching']);
  });

  test.each([
    ['the blog’s posts', { body: postsAtom }],
    ['other comments', { body: wordPressAtom(comments(50, 52)) }],
    ['nothing', { body: wordPressAtom([]) }],
  ])('stays what is read where at the twin’s address is %s', async (_, twin) => {
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 3)) });
    shard.pages.set(ATOM, twin);
    await shard.tick();
    shard.pages.set(RSS, { body: wordPressRss(comments(1, 4)) });
    await shard.tick();
    expect(asked()).toEqual([RSS, ATOM, RSS]);
    expect(told()).toEqual(['feed.watching', 'comment.created']);
  });
});

test('another blog’s RSS has no twin', async () => {
  await configure('https://other.example/feed/');
  shard.pages.set('https://other.example/feed/', { body: movableType(comments(1, 2)) });
  await shard.tick();
  expect(asked()).toEqual(['https://other.example/feed/']);
});
