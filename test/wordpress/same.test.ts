import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FirstPage, olderPages } from '../../worker/systems/wordpress/addresses.ts';
import { factsOf, numbersOf, readFirst, readOlder } from './reading.ts';
import { type CommentDraft, type Post, WordPress } from './wordpress.ts';

/** Kinds of permalinks: by date, after index.php where a server cannot rewrite, none. */
const PERMALINKS = ['/%year%/%monthnum%/%postname%/', '/index.php/archives/%post_id%/', ''];

/** Comments that any feed of ten leaves out. */
const WINDOW = 3;

describe.each(['', '/blog'])('a WordPress in the folder "%s" of its host', (folder) => {
  let wordpress: WordPress;
  let posts: readonly Post[];
  let numbers: readonly number[];

  beforeAll(async () => {
    wordpress = await WordPress.start(folder);
    posts = [
      await wordpress.post({ title: 'Kites & “string”' }),
      await wordpress.post({ title: 'Mailed in', wasDraft: false }),
      await wordpress.post({ title: 'About', type: 'page' }),
      await wordpress.post({ title: 'Reel', type: 'product' }),
      await wordpress.post({ title: '凧の話' }),
      await wordpress.post({ title: 'Phoned in', wasDraft: false }),
    ];
    numbers = await wordpress.comments(draftsOn(posts));
    const [, second = 0, third = 0] = numbers;
    await wordpress.comments([
      { post: posts[1]?.id ?? 0, at: '2026-10-02T10:00:01Z', text: 'I do not.', parent: second },
      { post: posts[2]?.id ?? 0, at: '2026-10-02T10:00:02Z', text: 'Nobody.\n\n> quoted', parent: third },
    ]);
  });
  afterAll(() => wordpress.stop());

  async function setUp(permalinks: string, window: number, paged: 0 | 1): Promise<void> {
    const pages = { page_comments: paged, comments_per_page: 1, default_comments_page: 'newest' };
    await wordpress.settings({ permalink_structure: permalinks, posts_per_rss: window, ...pages });
  }

  async function postFeeds(format: 'rss2' | 'atom'): Promise<readonly string[]> {
    const { entries } = (await readFirst(wordpress, '/?feed=comments-rss2')).feed;
    const pages = new Set(entries.map(({ url }) => (url ?? '').replace(/#.*|comment-page-\d+\/#.*|&cpage=.*/, '')));
    return [...pages].map((page) => (page.includes('?') ? `${page}&feed=${format}` : `${page}feed/${format}/`));
  }

  const cases = PERMALINKS.flatMap((permalinks) =>
    (['rss2', 'atom'] as const).flatMap((format) =>
      ([0, 1] as const).map((paged) => [permalinks, format, paged] as const),
    ),
  );

  test.each(cases)(
    'permalinks "%s", %s, comments on pages: %i: the site’s feed and REST tell the same',
    async (...how) => {
      const [permalinks, format, paged] = how;
      await setUp(permalinks, 100, paged);
      const whole = await readFirst(wordpress, siteFeed(permalinks, format));
      expect(whole.feed.entries).toHaveLength(numbers.length + 2);
      await setUp(permalinks, WINDOW, paged);
      const window = await readFirst(wordpress, siteFeed(permalinks, format));
      expect(window.feed.entries).toHaveLength(WINDOW);
      expect(factsOf((await readOlder(wordpress, whole, 1)).feed)).toEqual(factsOf(whole.feed));

      // Read after the window alone, some names are guesses, and the true one is among them.
      const older = await readOlder(wordpress, { ...window, link: null }, 1);
      const ids = new Map(older.feed.entries.map(({ id }) => [id, [id, ...(older.otherIds.get(id) ?? [])]]));
      expect(whole.feed.entries.filter(({ id }) => ![...ids.values()].some((names) => names.includes(id)))).toEqual([]);
    },
  );

  test.each(cases)(
    'permalinks "%s", %s, comments on pages: %i: a post’s feed and REST tell the same',
    async (...how) => {
      const [permalinks, format, paged] = how;
      await setUp(permalinks, 100, paged);
      const feeds = await postFeeds(format);
      expect(feeds).toHaveLength(posts.length);
      for (const address of feeds) {
        const first: FirstPage = await readFirst(wordpress, address);
        const older = await readOlder(wordpress, first, 1);
        expect(factsOf(older.feed)).toEqual(factsOf(first.feed));
        expect(numbersOf(older.feed)).toEqual(numbersOf(first.feed));
        expect(older.otherIds.size).toBe(0);
      }
    },
  );

  test('each address of an older page answers', async () => {
    for (const permalinks of PERMALINKS) {
      await setUp(permalinks, 100, 0);
      const first = await readFirst(wordpress, siteFeed(permalinks, 'rss2'));
      const addresses = [...olderPages(first, 1), ...olderPages({ ...first, link: null }, 1)];
      expect(addresses.length).toBeGreaterThan(1);
      const statuses = await Promise.all(addresses.map(async (address) => (await wordpress.get(address)).status));
      expect(statuses).toEqual(addresses.map(() => 200));
    }
  });
});

/** The site's comment feed. */
function siteFeed(permalinks: string, format: 'rss2' | 'atom'): string {
  if (permalinks === '') return `/?feed=comments-${format}`;
  const index = permalinks.startsWith('/index.php') ? '/index.php' : '';
  return `${index}/comments/feed/${format}/`;
}

/** Two on each post, of which the second answers nothing: with names and texts as people write them. */
function draftsOn(posts: readonly Post[]): readonly CommentDraft[] {
  const authors = ['Tom & Jerry', "Zoë O'Neil <3", '中国', 'ada@mail.example', '@handle "Q" \\ Q'];
  const texts = [
    'Is it "well" -- or not? :-)\n\nTwo & two < five &amp; <b>bold</b>',
    'See https://long.example/?a=1&b=2 <a href="https://x.example">x</a>\n<blockquote>Then\nso</blockquote>',
    '<code>if (a && b) { }</code> … 🎏 [gallery] “quoted”',
  ];
  return [0, 1].flatMap((round) =>
    posts.map(({ id }, index) => ({
      post: id,
      at: `2026-10-01T1${round}:0${index}:07Z`,
      author: authors[(index + round) % authors.length] ?? 'Ada',
      url: round === 0 ? '' : 'https://visitor.example/?a=1&b=2',
      text: texts[(index + round) % texts.length] ?? 'Well.',
    })),
  );
}
