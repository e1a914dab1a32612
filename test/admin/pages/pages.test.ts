import { describe, expect, test } from 'vitest';
import { flashOf } from '../../../worker/admin/pages/flash.ts';
import { pageRoutes } from '../../../worker/admin/pages/pages.ts';
import { ask, ORIGIN } from './ask.ts';
import { COMMENTS, DESTINATIONS, FEEDS, LONG, MESSAGES, POSTS } from './sample-data.ts';
import { emptyOperations } from './sample-operations.ts';

const POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const PAGES: readonly string[] = [
  '/',
  '/?state=failing&q=o',
  '/add',
  '/settings',
  ...FEEDS.map(({ name }) => `/feeds/${name}`),
  ...COMMENTS.map(({ id }) => `/feeds/hostile/comments/${encodeURIComponent(id)}`),
  ...DESTINATIONS.map(({ name }) => `/destinations/${name}`),
  ...MESSAGES.map(({ id }) => `/destinations/default/messages/${id}`),
];

const FORMS: readonly (readonly [path: string, form: Readonly<Record<string, string>>])[] = [
  ['/add', { action: 'look', url: 'https://hostile.example/' }],
  ['/add', { action: 'look', url: 'https://nothing.example/' }],
  ['/add', { action: 'preview', url: 'https://hostile.example/', name: 'x', to: 'default' }],
  ['/settings', { action: 'check', text: '{}' }],
  ['/destinations/default', { action: 'show-secret' }],
];

/** Elements of a page, and their attributes; what a stranger writes would be others, were it markup. */
const ELEMENTS =
  /^(?:html|head|meta|title|link|body|a|header|div|svg|path|nav|ul|ol|li|form|button|main|h[123]|p|section|span|table|thead|tbody|tr|t[hd]|input|select|option|time|bdi|strong|code|pre|dl|dt|dd|meter|footer|fieldset|legend|label|textarea|details|summary|blockquote)$/;
const ATTRIBUTES =
  /^(?:lang|charset|name|content|rel|href|class|id|tabindex|aria-[a-z]+|viewbox|d|method|action|value|scope|type|form|placeholder|role|selected|checked|required|pattern|autocomplete|spellcheck|rows|size|min|max|low|high|optimum|step|for|datetime|title|data-label|dir|enctype|download|open|target)$/i;

const ADDRESSES = new Set(['href', 'action']);

function isInert(page: string): void {
  for (const [, name = '', attributes = ''] of page.matchAll(/<([^\s/!>]+)((?:"[^"]*"|[^">])*)>/g)) {
    expect(name).toMatch(ELEMENTS);
    for (const [, attribute = '', value] of attributes.matchAll(/([^\s"=/]+)(?:="([^"]*)")?/g)) {
      expect(attribute).toMatch(ATTRIBUTES);
      expect(ADDRESSES.has(attribute) ? value : '/').toMatch(/^(?:\/(?![/\\])|#|https?:\/\/|data:image\/svg\+xml,)/);
    }
  }
  expect(page).not.toMatch(/[\0\u{D800}]/u);
}

describe('every page', () => {
  test.each(PAGES)('%s shows itself under the policy, and what strangers wrote as text', async (path) => {
    const response = await ask(path);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy': POLICY,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
    });
    const page = await response.text();
    expect(page).toMatch(/^<!doctype html><html lang="en">/);
    expect(page.match(/<h1/g)).toHaveLength(1);
    isInert(page);
  });

  test.each(FORMS)('the answer of a form at %s keeps to it too', async (path, form) => {
    const response = await ask(path, {}, form);
    expect(response.headers.get('content-security-policy')).toBe(POLICY);
    isInert(await response.text());
  });

  test.each([
    ['/', 'href="/add">Add a feed</a>'],
    ['/feeds/new-one', '“Poll now” does it at once'],
    ['/destinations/mails', '“Send a test” shows that it works'],
    ['/add', 'Paste an address'],
    ['/settings', 'See the changes'],
  ])('%s of a home in which there is nothing yet says what to do next', async (path, hint) => {
    const response = await ask(path, { operations: emptyOperations() });
    expect(response.status).toBe(200);
    expect((await response.text()).replaceAll(/\s+/g, ' ')).toContain(hint);
  });

  test.each([
    ['paused', 'owner', 'It is paused'],
    ['new', 'reader', 'once the feed was polled.'],
  ] as const)('a feed that is %s names no button to its %s that is not there', async (state, viewer, hint) => {
    const operations = emptyOperations();
    const feed: typeof operations.feed = async (name) => {
      const found = await operations.feed(name);
      return found.ok ? { ...found, value: { ...found.value, state } } : found;
    };
    const response = await ask('/feeds/new-one', { operations: { ...operations, feed }, viewer });
    const page = (await response.text()).replaceAll(/\s+/g, ' ');
    expect(page).toContain(hint);
    expect(page).not.toContain('Poll now');
  });

  test.each(['/feeds/none', '/destinations/none', '/destinations/default/messages/none', '/feeds/blog/comments/%FF'])(
    '%s, which there is not, is a page that says so',
    async (path) => {
      const response = await ask(path);
      expect([response.status, response.headers.get('content-security-policy')]).toEqual([404, POLICY]);
      expect(await response.text()).toContain('<h1>Not there</h1>');
    },
  );

  test('the style sheet is ours and names nothing else', async () => {
    const page = await (await ask('/', { viewer: null })).text();
    expect(page).toBe('');
    const response = await ask('/style.css', { viewer: null });
    expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(await response.text()).not.toMatch(/url\(|@import/);
  });
});

/** Text of a page, in which white space is one space. */
async function textOf(path: string, viewer: 'owner' | 'reader' = 'owner'): Promise<string> {
  return (await (await ask(path, { viewer })).text()).replaceAll(/\s+/g, ' ');
}

test('a failing destination’s page says how to try it now, to who may', async () => {
  expect(await textOf('/destinations/team-slack')).toContain('(“Send a test” tries now)');
  expect(await textOf('/destinations/team-slack', 'reader')).not.toContain('tries now');
});

describe('the page of a site that is followed', () => {
  test('names the post of each comment', async () => {
    const page = await textOf('/feeds/followed');
    expect(page).toContain('on <bdi>Bread, without kneading</bdi>');
    expect(page).toContain('on <bdi>Rye and salt</bdi>');
  });

  test('lists its posts, and says how many were given up, and since when and why comments of some cannot be read', async () => {
    for (const viewer of ['owner', 'reader'] as const) {
      const page = await textOf('/feeds/followed', viewer);
      expect(page).toContain(
        '500 posts are watched. One is still to be read for the first time. One has left the site.',
      );
      expect(page).toContain('7 more were quiet for longer than “follow” says, and are watched no more.');
      expect(page).toContain('23 posts were given up: 500 are watched at most');
      expect(page).toContain('Of more than 1,000 posts in one answer of their feed, those beyond are not listed.');
      expect(page).toMatch(/2 posts’ comments cannot be read, the first since <time [^>]*>2 days ago/);
      expect(page.match(/<th scope="row" class="what">/g)).toHaveLength(POSTS.length + COMMENTS.length);
    }
  });

  test('shows addresses shortened, and links to those alone that are of the web and can be followed', async () => {
    const page = await textOf('/feeds/followed');
    expect(page).toContain('href="https://followed.example/bread/feed/"');
    const long = POSTS.filter(({ url }) => url.length > 160);
    for (const { url } of long) expect(page).not.toContain(`>${url}`);
    expect(long).not.toEqual([]);
    expect(page).not.toContain(`href="${LONG}`);
    expect(page).not.toContain('href="javascript:');
  });

  test('has its own pages of posts, which leave the place among the comments', async () => {
    const first = await textOf('/feeds/followed?after=abc&q=bread');
    expect(first).toContain('href="/feeds/followed?q=bread&amp;posts=1-7-3#posts" rel="next"');
    const second = await textOf('/feeds/followed?posts=1-7-3');
    expect(second).toContain('href="/feeds/followed#posts">← First posts');
  });

  test('of any other feed there is no such section', async () => {
    expect(await textOf('/feeds/blog')).not.toContain('id="posts"');
  });
});

describe('who is not signed in', () => {
  test.each(PAGES)('gets from %s to the sign-in, and from there back', async (path) => {
    const response = await ask(path, { viewer: null });
    const url = new URL(response.headers.get('location') ?? '', ORIGIN);
    expect([response.status, url.pathname, url.searchParams.get('next')]).toEqual([303, '/sign-in', path]);
    expect(response.headers.get('content-security-policy')).toBe(POLICY);
  });

  test('changes nothing: every form leads to the sign-in', async () => {
    const posts = pageRoutes.filter(({ method, path }) => method === 'POST' && !path.startsWith('/sign-'));
    for (const { path } of posts) {
      const response = await ask(path.replaceAll(/:\w+/g, 'x'), { viewer: null }, { action: 'delete', sure: 'yes' });
      expect([path, response.status, response.headers.get('location')]).toEqual([path, 303, '/sign-in']);
    }
  });
});

describe('a reader', () => {
  test.each(PAGES)('sees %s without any form that changes something', async (path) => {
    const page = await (await ask(path, { viewer: 'reader' })).text();
    expect([...page.matchAll(/<form[^>]*method="post"[^>]*>/g)].map(([form]) => form)).toEqual([
      expect.stringContaining('action="/sign-out"'),
    ]);
    expect(page).toContain('read-only');
  });

  test('is refused where a form is sent all the same', async () => {
    const posts = pageRoutes.filter(({ method, path }) => method === 'POST' && !path.startsWith('/sign-'));
    expect(posts.length).toBeGreaterThan(6);
    for (const { path } of posts) {
      const asking = { viewer: 'reader', operations: emptyOperations() } as const;
      const response = await ask(path.replaceAll(/:\w+/g, 'x'), asking, { action: 'delete', sure: 'yes' });
      expect([path, response.status]).toEqual([path, 403]);
    }
  });
});

test('a form that another site’s page sent changes nothing', async () => {
  const posts = pageRoutes.filter(({ method }) => method === 'POST');
  for (const { path } of posts) {
    const response = await ask(path.replaceAll(/:\w+/g, 'x'), { isOwn: false }, { action: 'delete', sure: 'yes' });
    expect([path, response.status, response.headers.get('set-cookie')]).toEqual([path, 403, null]);
  }
});

const flash = (query: string) => flashOf(new URL(`${ORIGIN}/?${query}`));

test('a message above the page is one of ours, whatever the query says', () => {
  expect(flash('done=paused-many&n=3')).toEqual({ kind: 'good', text: '3 feeds are paused.' });
  expect(flash('done=paused-many&n=<b>')?.text).toBe('0 feeds are paused.');
  expect(flash('done=replayed&n=0&m=0')?.text).toBe('There is none to send again.');
  expect(flash('done=toString')).toBeNull();
  expect(flash('done=<script>')).toBeNull();
});

test('times are in the reader’s zone, or UTC where that is none', async () => {
  expect(await (await ask('/', { zone: 'Asia/Tokyo' })).text()).toContain('Times are in Asia/Tokyo');
  expect(await (await ask('/', { zone: 'Nowhere/<b>' })).text()).toContain('Times are in UTC');
});
