import { beforeEach, describe, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { comments, movableType, wordPressAtom, wordPressRss } from '../support/feeds.ts';
import { page } from '../support/pages.ts';
import { emptyKv, EVENING, Shard, urlOf } from '../support/shard.ts';
import { leave, type Left, PLACES } from './version-1/left.ts';
import resolved from './version-1/resolved.json';
import shared from './version-1/shared.json';
import twin from './version-1/twin.json';
import www from './version-1/www.json';

// Where version 1 had found a feed, and under which keys it had offered its comments.

const POST = 'https://blog.example/2026/10/kites/';
const RSS = `${POST}feed/`;
const ATOM = `${RSS}atom/`;
const SITE = 'https://blog.example/comments/feed/';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  shard.pass(60);
});

const recent = (first: number, last: number) => comments(first, last, EVENING);
const told = () => lines(shard.box('blog').accepted);
/** But for older pages. */
const asked = () => shard.requests.map(({ url }) => url).filter((url) => !url.includes('/wp/v2/'));

/** The feed gives all comments one guid, and is polled; gives what was told. */
async function pollOneGuid(numbers: readonly number[], edited: readonly number[] = []): Promise<readonly string[]> {
  shard.box('blog').accepted.length = 0;
  shard.pages.set(urlOf('blog'), { body: oneGuid(numbers, edited) });
  await shard.tick();
  return shard.box('blog').accepted.map(({ key, event: { type } }) => `${type.replace('comment.', '')} ${key}`);
}

describe.each(PLACES)('a document of version 1 in %s', (place) => {
  const left = async (document: Left, url: string) => {
    await shard.configure('blog', { url });
    await leave(shard, document, place);
  };

  test('is asked for where it was found, and stays there', async () => {
    await left(resolved, POST);
    shard.pages.set(ATOM, { body: wordPressAtom(recent(11, 14)) });
    await shard.tick();
    expect(asked()).toEqual([ATOM]);
    expect(told()).toEqual(['created 14']);
    shard.pages.delete(ATOM);
    shard.pages.set(POST, page([SITE]));
    shard.pages.set(SITE, { body: wordPressRss(recent(50, 60)) });
    for (let tick = 0; tick < 24; tick++) await shard.tick();
    expect(told()).toEqual(['created 14']);
  });

  test('that was found at the Atom twin goes on with the RSS where the twin is gone', async () => {
    await left(twin, RSS);
    shard.pages.set(RSS, { body: wordPressRss(recent(11, 14)) });
    await shard.tick();
    await shard.tick();
    expect(asked()).toEqual([ATOM, RSS, RSS]);
    expect(told()).toEqual(['created 14']);
  });

  test('with and without www. goes on with the keys that it gave', async () => {
    const url = 'https://www.blog.example/comments.atom';
    await left(www, url);
    const [first = { number: 11 }, ...rest] = recent(11, 21);
    shard.pages.set(url, { body: movableType([{ ...first, html: '<p>Edited</p>' }, ...rest]) });
    await shard.tick();
    expect(told()).toEqual(['updated 11', 'created 21']);
    expect(shard.box('blog').accepted.map(({ key }) => key)).toEqual([
      'blog tag:blog.example,2026://1.77-comment:11',
      'tag:blog.example,2026://1.77-comment:21',
    ]);
  });

  test('of a feed that gives all comments one guid finds edits under the keys that it gave, and repeats nothing', async () => {
    await left(shared, urlOf('blog'));
    expect(await pollOneGuid([12, 13, 14, 15], [13])).toEqual(['updated blog post-1|https://blog.example/p#c13']);
    expect(await pollOneGuid([12, 13, 14, 15], [13])).toEqual([]);
    expect(await pollOneGuid([11, 12, 13, 14, 15], [13])).toEqual([]);
    expect(await pollOneGuid([12, 13, 14, 15], [13, 15])).toEqual(['updated blog post-1|https://blog.example/p#c15']);
    const [news, ...none] = await pollOneGuid([13, 14, 15, 16], [13, 15]);
    expect(news).toMatch(/^created blog post-1 .+/);
    expect(none).toEqual([]);
  });
});

function oneGuid(numbers: readonly number[], edited: readonly number[]): string {
  const items = numbers.map((number) => {
    const at = new Date(EVENING + number * 60_000).toUTCString().replace('GMT', '+0000');
    return `<item><guid isPermaLink="false">post-1</guid><link>https://blog.example/p#c${number}</link>
      <dc:creator>Visitor ${number}</dc:creator><pubDate>${at}</pubDate>
      <description>Thought ${number}${edited.includes(number) ? ', again' : ''}</description></item>`;
  });
  return `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Comments</title>
    <link>https://blog.example/</link>${items.join('')}</channel></rss>`;
}
