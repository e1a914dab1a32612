import { beforeEach, describe, expect, test } from 'vitest';
import { comments, wordPressRss } from '../support/feeds.ts';
import { plainRss } from '../support/pages.ts';
import type { Shard } from '../support/shard.ts';
import { askedBy, configure, searching } from './search.ts';

const ATOM = 'rel=alternate type=application/atom+xml';

let shard: Shard;

beforeEach(async () => {
  shard = await searching();
});

/** A page whose head is this. */
function head(html: string): { readonly body: string } {
  return { body: `<!doctype html><html lang=en><head>${html}</head><body><p>…</body></html>` };
}

type Item = { readonly title: string; readonly url: string };

/** A feed of Atom about `link`. */
function feed(link: string, ...items: readonly Item[]): { readonly body: string } {
  const entries = items.map(
    ({ title, url }) =>
      `<entry><title>${title}</title><id>${url}</id><link href="${url}"/><updated>2026-11-01T10:00:00Z</updated>
      <content>Words.</content><author><name>Ada</name></author></entry>`,
  );
  return {
    body: `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><link href="${link}"/>${entries.join('')}</feed>`,
  };
}

/** A message of a forum of phpBB. */
function message(number: number, title: string): Item {
  return { title, url: `https://board.example/viewtopic.php?p=${number}#p${number}` };
}

/** Address at which the feed was found, as the feed's state says. */
async function found(): Promise<unknown> {
  await shard.tick();
  const [row] = await shard.sql<{ head: string }>('SELECT head FROM feed');
  const state: unknown = JSON.parse(row?.head ?? '{}');
  return typeof state === 'object' && state !== null && 'found' in state ? state.found : null;
}

describe('a forum’s topic', () => {
  const TOPIC = 'https://board.example/viewtopic.php?f=3&t=7';
  const OWN = 'https://board.example/app.php/feed/topic/7';
  const ALL = 'https://board.example/app.php/feed';
  beforeEach(async () => {
    await configure(TOPIC);
    shard.pages.set(ALL, feed('https://board.example/index.php', message(8, 'A • Re: B'), message(9, 'C • Re: D')));
  });

  test('has the feed that names its number', async () => {
    shard.pages.set(TOPIC, head(`<link ${ATOM} href=/app.php/feed><link ${ATOM} href=/app.php/feed/topic/7>`));
    shard.pages.set(OWN, feed('https://board.example/index.php', message(8, 'A • B')));
    expect(await found()).toEqual({ url: OWN, of: 'page' });
    expect(askedBy(shard)).toEqual([TOPIC, OWN]);
  });

  test('that names no feed of its own stands for the forum’s', async () => {
    shard.pages.set(TOPIC, head(`<link ${ATOM} href=/app.php/feed>`));
    expect(await found()).toEqual({ url: ALL, of: 'site' });
  });
});

describe('what a feed says of itself', () => {
  const PAGE = 'https://news.example/2026/kites/';
  const [ONE, TWO] = ['https://news.example/1.xml', 'https://news.example/2.xml'];
  const SITE = 'https://news.example/comments.xml';
  const posts = feed(
    'https://news.example/',
    { title: 'Kites', url: PAGE },
    { title: 'Ropes', url: 'https://news.example/2026/ropes/' },
  );

  beforeEach(async () => {
    await configure(PAGE);
    shard.pages.set(ONE, posts);
  });

  test('outweighs an address that tells nothing: it links to the page', async () => {
    shard.pages.set(PAGE, head(`<link ${ATOM} href=/1.xml><link ${ATOM} href=/2.xml>`));
    shard.pages.set(TWO, feed(PAGE, { title: 'Re: Kites', url: 'https://news.example/reply/9' }));
    expect(await found()).toEqual({ url: TWO, of: 'page' });
  });

  test.each([
    ['beneath it', `${PAGE}feed/`, 'F', `${PAGE}reply/1`],
    ['beside it', ONE, 'F', 'https://news.example/c/1'],
    ['anywhere', ONE, 'Replies to Kites', 'https://news.example/nice'],
  ])('outweighs titles: it links to the page, and has a page for each comment %s', async (_, own, title, url) => {
    shard.pages.set(PAGE, head(`<link ${ATOM} href=${own}>`));
    const { body } = feed(PAGE, { title: 'Nice', url }, { title: 'Good', url: `${url}2` });
    shard.pages.set(own, { body: body.replace('<title>F', `<title>${title}`) });
    expect(await found()).toEqual({ url: own, of: 'page' });
  });

  test('outweighs that of a feed of all comments', async () => {
    shard.pages.set(
      PAGE,
      head(`<link ${ATOM} href=/comments.xml><link ${ATOM} href=/1.xml><link ${ATOM} href=/2.xml>`),
    );
    shard.pages.set(SITE, feed('https://news.example/', { title: 'By Ada', url: 'https://news.example/2026/a/#c1' }));
    shard.pages.set(TWO, feed(PAGE, { title: 'By Ada', url: `${PAGE}#c2` }));
    expect(await found()).toEqual({ url: TWO, of: 'page' });
    shard.pages.delete(TWO);
    shard = await searching();
    await configure(PAGE);
    shard.pages.set(
      PAGE,
      head(`<link ${ATOM} href=/comments.xml><link ${ATOM} href=/1.xml><link ${ATOM} href=/2.xml>`),
    );
    shard.pages.set(SITE, feed('https://news.example/', { title: 'By Ada', url: 'https://news.example/2026/a/#c1' }));
    shard.pages.set(ONE, posts);
    expect(await found()).toEqual({ url: SITE, of: 'site' });
  });

  test('is a feed of posts, though its link’s title says otherwise', async () => {
    shard.pages.set(PAGE, head(`<link ${ATOM} title="Answers" href=/1.xml>`));
    shard.pages.set('https://news.example/', head(''));
    expect(await found()).toBeNull();
  });

  test('is read under a link whose title says that it is of replies', async () => {
    shard.pages.set(PAGE, head(`<link ${ATOM} href=/1.xml><link ${ATOM} title=Replies href=/2.xml>`));
    shard.pages.set(TWO, feed('https://news.example/x', { title: 'Words', url: 'https://news.example/x#c1' }));
    expect(await found()).toEqual({ url: TWO, of: 'site' });
    expect(askedBy(shard)).toEqual([PAGE, TWO, ONE]);
  });
});

test('a minified page’s Isso has its feed', async () => {
  const page = 'https://ponds.example/posts/depth/';
  const own = 'https://isso.ponds.example/feed?uri=%2Fposts%2Fdepth%2F';
  await configure(page);
  shard.pages.set(page, head(`<script data-isso=https://isso.ponds.example/ src=/embed.min.js></script>`));
  shard.pages.set(own, feed(page, { title: 'Comment #9', url: `${page}#isso-9` }));
  expect(await found()).toEqual({ url: own, of: 'page' });
});

test('a post’s own feed, which no page names but its system has, is the post’s and not the site’s', async () => {
  const [page, own] = ['https://blog.example/2026/10/kites/', 'https://blog.example/2026/10/kites/feed/'];
  const { body = '' } = plainRss('https://blog.example', [
    ['Kites', page],
    ['Ropes', 'https://blog.example/2026/10/ropes/'],
  ]);
  await configure(page);
  shard.pages.set(page, head(`<link ${ATOM} href=/feed/>`));
  shard.pages.set('https://blog.example/feed/', {
    body: body.replace('</title>', '</title><generator>https://wordpress.org/?v=6.9</generator>'),
  });
  shard.pages.set(own, { body: wordPressRss(comments(1, 3)) });
  expect(await found()).toEqual({ url: own, of: 'page' });
});
