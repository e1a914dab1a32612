import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseFeed } from '../../worker/feed/parse.ts';

const CASES = join(import.meta.dirname, 'cases');
const SERVED = join(import.meta.dirname, 'served');
/** Feeds as real blogs served them, which are not part of this repository. */
const REAL = join(import.meta.dirname, '../../../shared/feeds');

test.for(readdirSync(CASES).filter((name) => !name.endsWith('.json')))('%s is read as its JSON says', (name) => {
  const expected: unknown = JSON.parse(readFileSync(join(CASES, name.replace(/\.\w+$/, '.json')), 'utf8'));
  const result = parseFeed(readFileSync(join(CASES, name)), {
    url: `http://served.example/feeds/${name}`,
    contentType: null,
  });
  expect(result.ok ? result.value : result).toEqual(expected);
});

const BLOGS = [
  ['movabletype-comments.atom', 'atom'],
  ['wordpress-post-comments.atom', 'atom'],
  ['wordpress-post-comments.rss', 'rss'],
  ['wordpress-posts.atom', 'atom'],
  ['wordpress-posts.rss', 'rss'],
  ['wordpress-site-comments.rss', 'rss'],
] as const;

const FOLDERS = { served: SERVED, real: REAL };
const FOUND = (['served', 'real'] as const).filter((folder) => existsSync(FOLDERS[folder]));

test.for(FOUND.flatMap((folder) => BLOGS.map(([name, format]) => [folder, name, format] as const)))(
  'of the %s feeds %s is read whole',
  ([folder, name, format]) => {
    const body = readFileSync(join(FOLDERS[folder], name));
    const result = parseFeed(body, { url: 'http://127.0.0.1:8099/feed', contentType: null });
    expect(result).toMatchObject({ ok: true, value: { format, truncated: false } });
    const entries = result.ok ? result.value.entries : [];
    expect(entries).toHaveLength(body.toString().match(/<(?:item|entry)>/g)?.length ?? 0);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        idDerived: false,
        author: { name: expect.any(String) },
        published: expect.any(String),
      });
    }
  },
);

test('an id that is no finite number is none', () => {
  const json = '{"items":[{"id":1e999,"url":"https://x.example/1"},{"id":7,"url":"https://x.example/2"}]}';
  const result = parseFeed(new TextEncoder().encode(json), { url: 'http://x.example/feed', contentType: null });
  expect(result.ok && result.value.entries.map(({ id }) => id)).toEqual(['https://x.example/1', '7']);
});

test('an id that is a longer number than JavaScript has keeps its digits', () => {
  const json = '{"items":[{"id":12345678901234567890},{"id":12345678901234567891}]}';
  const result = parseFeed(new TextEncoder().encode(json), { url: 'http://x.example/feed', contentType: null });
  expect(result.ok && result.value.entries.map(({ id }) => id)).toEqual([
    '12345678901234567890',
    '12345678901234567891',
  ]);
});

test('a JSON Feed that says that it is one needs no items', () => {
  const json = '{"version":"https://jsonfeed.org/version/1.1","title":"T"}';
  expect(parseFeed(new TextEncoder().encode(json), { url: 'http://x.example/feed', contentType: null })).toMatchObject({
    ok: true,
    value: { format: 'json', title: 'T', entries: [] },
  });
});

test('an author in JSON is the first who is anybody', () => {
  const authors = ['"authors":[],"author":{"name":"B"}', '"authors":[null,{"name":""},{"name":"B"}]', '"author":{}'];
  const items = authors.map((author, id) => `{"id":${id},${author}}`);
  const json = `{"author":{"name":"B"},"items":[${items.join(',')}]}`;
  const result = parseFeed(new TextEncoder().encode(json), { url: 'http://x.example/feed', contentType: null });
  expect(result.ok && result.value.entries.map(({ author }) => author.name)).toEqual(['B', 'B', 'B']);
});

test.each(['&#xD83D;&#xDE00;', '&#55357;&#56832;', '&#xd83d;&#56832;'])(
  '%s are the halves of one character',
  (pair) => {
    const rss = `<rss><channel><item><title>a ${pair}</title><guid>1</guid></item></channel></rss>`;
    const result = parseFeed(new TextEncoder().encode(rss), { url: 'http://x.example/feed', contentType: null });
    expect(result.ok && result.value.entries[0]?.title).toBe('a 😀');
  },
);

test('a feed is a feed by its root element, whatever the content type says', () => {
  const atom = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id></entry></feed>';
  for (const contentType of ['text/html', 'application/json', 'application/rss+xml', null]) {
    const result = parseFeed(new TextEncoder().encode(atom), { url: 'http://served.example/', contentType });
    expect(result).toMatchObject({ ok: true, value: { format: 'atom' } });
  }
});

test.for([
  ['', 'empty'],
  [' \n\t', 'empty'],
  ['Error establishing a database connection', 'not-a-feed'],
  ['<?xml version="1.0"?><opml><body><item/></body></opml>', 'not-a-feed'],
  ['<!DOCTYPE html><title>Blog</title><link rel="alternate" href="/feed">', 'html'],
  ['<!DOCTYPE html>\n<html><head><title>Blog</title></head></html>', 'html'],
  ['<html><form><input name=u><input name="p" type="password"></form></html>', 'login'],
  ['<html><form><input type=password></form></html>', 'login'],
  ["<html><form><INPUT data-a='>' TYPE = ' Password '></form></html>", 'login'],
  ['<html><!-- <input type="password"> --><p>Sign in?</p></html>', 'html'],
  ['<html><script>form = \'<input type="password">\';</script></html>', 'html'],
  ['{"error": "rate limited"}', 'json'],
  ['[1, 2]', 'json'],
  ['{"error": ', 'not-a-feed'],
] as const)('%j is no feed: %s', ([body, reason]) => {
  const result = parseFeed(new TextEncoder().encode(body), { url: 'http://served.example/', contentType: null });
  expect(result).toMatchObject({ ok: false, reason });
});

test('a feed that breaks before its first entry is whole fails, and says in which line', () => {
  const body = '<?xml version="1.0"?>\n<rss>\n<channel>\n<title>T</title>\n<item><title>cut <![CDATA[off';
  const result = parseFeed(new TextEncoder().encode(body), { url: 'http://served.example/', contentType: null });
  expect(result).toMatchObject({ ok: false, reason: 'malformed', line: 5 });
});

test('an empty feed is a feed', () => {
  const result = parseFeed(new TextEncoder().encode('<rss><channel/></rss>'), {
    url: 'http://served.example/',
    contentType: null,
  });
  expect(result).toMatchObject({ ok: true, value: { entries: [], truncated: false } });
});

test('a JSON Feed that is cut short keeps the items that are whole', () => {
  const body =
    '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_text":"}]\\"{"},{"id":"2"},{"id":"3';
  const result = parseFeed(new TextEncoder().encode(body), { url: 'http://served.example/', contentType: null });
  expect(result).toMatchObject({ ok: true, value: { truncated: true, entries: [{ id: '1' }, { id: '2' }] } });
});

test('an id that is derived does not depend on the date', () => {
  expect(idOf('Mon, 01 Jan 2024 00:00:00 GMT', 'a')).toBe(idOf('Tue, 02 Jan 2024 00:00:00 GMT', 'a'));
  expect(idOf('', 'a')).not.toBe(idOf('', 'b'));
});

function idOf(date: string, text: string): string | undefined {
  const body = `<rss><channel><item><pubDate>${date}</pubDate><description>${text}</description></item></channel></rss>`;
  const result = parseFeed(new TextEncoder().encode(body), { url: 'http://served.example/', contentType: null });
  return result.ok ? result.value.entries[0]?.id : undefined;
}
