import { expect, test } from 'vitest';
import { discover } from '../../worker/discovery/discover.ts';
import { usualFeeds } from '../../worker/systems/feed-addresses.ts';

const DISCOURSE = '<meta name="generator" content="Discourse 3.3">';
const BLOGGER = "<meta content='blogger' name='generator'/>";
const ISSO = '<script data-isso="//c.example/" src="//c.example/js/embed.min.js"></script>';

const ISSO_PAGE = 'page https://c.example/feed?uri=';
const ISSO_FEED = `${ISSO_PAGE}%2Fa%2F`;

const remark = (settings: string) => `<script>var remark_config = { ${settings} };</script>`;
const REMARK_FEED = 'https://r.example/api/v1/rss/post?site=blog&url=https%3A%2F%2Fx.example%2F';

/** The feed nearest to the page, by its address and one sign in it. */
function nearest(html: string, url: string): string | null {
  const [first] = discover(html, url, null);
  return first === undefined ? null : `${first.of} ${first.url}`;
}

test.each([
  ['', 'https://old.reddit.com/r/a/comments/1b/c/?sort=new', 'page https://www.reddit.com/r/a/comments/1b/c/.rss'],
  ['', 'https://www.reddit.com/r/a/comments/1b/c/kq1/', 'page https://www.reddit.com/r/a/comments/1b/c/kq1/.rss'],
  ['', 'https://www.reddit.com/user/a/comments/1b/c/', 'page https://www.reddit.com/user/a/comments/1b/c/.rss'],
  ['', 'https://www.reddit.com/comments/1b', 'page https://www.reddit.com/comments/1b/.rss'],
  ['', 'https://reddit.com/r/a', 'site https://www.reddit.com/r/a/comments/.rss'],
  ['', 'https://www.reddit.com/r/a/new/?after=t3_x', 'site https://www.reddit.com/r/a/comments/.rss'],
  ['', 'https://www.reddit.com/user/a/comments/', 'site https://www.reddit.com/user/a/comments/.rss'],
  ['', 'https://www.reddit.com/r/a/comments/1b/c/.rss', null],
  ['', 'https://www.reddit.com/r/a.rss', null],
  ['', 'https://www.reddit.com/r/a/wiki/index', null],
  ['', 'https://news.ycombinator.com/item?id=12', 'page https://hnrss.org/item?id=12'],
  ['', 'https://ropes.stackexchange.com/questions/42/why', 'page https://ropes.stackexchange.com/feeds/question/42'],
  [DISCOURSE, 'https://talk.example/t/a-b/42/7', 'page https://talk.example/t/a-b/42.rss'],
  ['<meta content="Discourse 3" name="Generator">', 'https://x.example/t/a/42', 'page https://x.example/t/a/42.rss'],
  ['', 'https://talk.example/t/a-b/42', null],
  [BLOGGER, 'https://x.example/', 'site https://x.example/feeds/comments/default'],
  ['', 'https://x.example/', null],
  [ISSO, 'https://x.example/a/', 'page https://c.example/feed?uri=%2Fa%2F'],
  [
    `${ISSO}<section data-isso-id="/other/id">`,
    'https://x.example/a/',
    'page https://c.example/feed?uri=%2Fother%2Fid',
  ],
  ['<script data-isso=https://c.example/ src=//c.example/e.js></script>', 'https://x.example/a/', ISSO_FEED],
  ["<script data-isso='https://c.example/'></script>", 'https://x.example/a/', ISSO_FEED],
  ['<script data-isso = " //c.example/ "></script>', 'https://x.example/a/', ISSO_FEED],
  ['<script DATA-ISSO="https:&#x2F;&#47;c.example"></script>', 'https://x.example/a/', ISSO_FEED],
  ['<script data-isso=//c.example></script><div data-isso-id=/b&amp;c>', 'https://x.example/', `${ISSO_PAGE}%2Fb%26c`],
  ['<script data-isso="/talk/"></script>', 'https://x.example/a/', 'page https://x.example/talk/feed?uri=%2Fa%2F'],
  [ISSO, 'https://x.example/п/', `${ISSO_PAGE}%2F%25D0%25BF%2F`],
  ['<!-- <script data-isso="https://c.example/"></script> -->', 'https://x.example/a/', null],
  ['<script>html = \'<b data-isso="https://c.example/">\'</script>', 'https://x.example/a/', null],
  ['<p>data-isso="https://c.example/"</p>', 'https://x.example/a/', null],
  ['<script data-isso></script>', 'https://x.example/a/', null],
  [remark('host:"https:\\/\\/r.example",site_id:"blog"'), 'https://x.example/a/', `page ${REMARK_FEED}a%2F`],
  [remark('host: `https:\\u002f/r.example`, site_id: `blog`'), 'https://x.example/a/', `page ${REMARK_FEED}a%2F`],
  [
    remark("theme: { dark: true }, host: 'https://r.example', site_id: 'blog' }; x = { url: 'https://y.example'"),
    'https://x.example/a/',
    `page ${REMARK_FEED}a%2F`,
  ],
  [
    `<script>var a = '<p>'</script>${remark("host: 'https://r.example/', site_id: 'blog'")}`,
    'https://x.example/a/',
    `page ${REMARK_FEED}a%2F`,
  ],
  ["<p>remark_config = { host: 'https://r.example', site_id: 'blog' }</p>", 'https://x.example/a/', null],
  [remark("host: 'https://r.example', site_id: 'blog'"), 'https://x.example/a/#b', `page ${REMARK_FEED}a%2F`],
  [remark('"host": "https://r.example", "site_id": "blog"'), 'https://x.example/a/', `page ${REMARK_FEED}a%2F`],
  [
    remark(`site_id: 'blog', url: "https://x.example/b", host: 'https://r.example'`),
    'https://x.example/a/',
    `page ${REMARK_FEED}b`,
  ],
  [
    remark("host: 'https://r.example', site_id: 'blog', url: location.href"),
    'https://x.example/a/',
    `page ${REMARK_FEED}a%2F`,
  ],
  [remark("ghost: 'https://r.example', site_id: 'blog'"), 'https://x.example/a/', null],
])('%s at %s has %s', (html, url, feed) => {
  expect(nearest(html, url)).toBe(feed);
});

test('a Blogger post’s own comments are nearer than the blog’s', () => {
  const own = '<link rel="alternate" type="application/atom+xml" href="/feeds/456/comments/default">';
  expect(nearest(BLOGGER + own, 'https://x.example/2019/03/a.html')).toBe(
    'page https://x.example/feeds/456/comments/default',
  );
});

test.each([
  ['https://x.example', 'https://wordpress.org/?v=6.5', null, ['https://x.example/comments/feed/']],
  [
    'https://x.example/b/',
    'https://wordpress.org/?v=6.5',
    'https://x.example/b/a/#comments',
    ['https://x.example/b/a/feed/', 'https://x.example/b/comments/feed/'],
  ],
  ['https://x.example/', 'WordPress', 'https://x.example/?p=7', ['https://x.example/comments/feed/']],
  ['https://x.example/search/label/a', 'Blogger', null, ['https://x.example/feeds/comments/default']],
  ['https://x.example/', 'Jekyll', null, []],
  ['https://x.example/', null, null, []],
  ['no address', 'Blogger', null, []],
])('the comments of the site at %s by %s', (home, generator, page, expected) => {
  expect(usualFeeds(home, generator, page).map(({ url }) => url)).toEqual(expected);
});
