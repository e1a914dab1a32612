/** A comment as WordPress keeps it: names and addresses escaped, times in UTC. */
export type Kept = {
  readonly id: number;
  readonly post: {
    readonly id: number;
    readonly type: string;
    readonly guid: string;
    readonly link: string;
    readonly title: string;
  };
  readonly author: string;
  readonly time: string;
  readonly html: string;
  readonly parent?: number;
  readonly url?: string;
};

/** Posts that came to be in different ways: as a draft, as a page, straight as published, as a product. */
export const POSTS = {
  kites: {
    id: 12,
    type: 'post',
    guid: 'https://blog.example/?p=12',
    link: 'https://blog.example/2026/10/kites/',
    title: 'Kites &#038; string',
  },
  about: {
    id: 7,
    type: 'page',
    guid: 'https://blog.example/?page_id=7',
    link: 'https://blog.example/about/',
    title: 'About',
  },
  mailed: {
    id: 15,
    type: 'post',
    guid: 'https://blog.example/2026/10/mailed-in/',
    link: 'https://blog.example/2026/10/mailed-in/',
    title: 'Mailed in',
  },
  reel: {
    id: 20,
    type: 'product',
    guid: 'https://blog.example/?post_type=product&#038;p=20',
    link: 'https://blog.example/shop/reel/',
    title: 'Reel',
  },
} as const;

/** Comments of every kind, newest first. */
export const COMMENTS: readonly Kept[] = [
  {
    id: 45,
    post: POSTS.mailed,
    author: 'Zo&#235; 中国',
    time: '2026-10-04T09:00:05',
    html: '<p>It flies &#8220;well&#8221; 🙂</p>\n',
    parent: 44,
  },
  {
    id: 44,
    post: POSTS.mailed,
    author: 'Tom &amp; Jerry',
    time: '2026-10-03T09:00:04',
    html: '<p>One</p>\n<p>Two &lt; three</p>\n',
    url: 'https://tom.example/?a=1&amp;b=2',
  },
  { id: 43, post: POSTS.about, author: 'Ines', time: '2026-10-02T09:00:03', html: '<p>Who are you?</p>\n' },
  {
    id: 42,
    post: POSTS.reel,
    author: "O'Neil",
    time: '2026-10-01T09:00:02',
    html: '<p>How <a href="https://long.example/" rel="nofollow ugc">long</a>?</p>\n',
  },
  { id: 41, post: POSTS.kites, author: 'Ben', time: '2026-10-01T09:00:01', html: '<p>Mine broke.</p>\n', parent: 40 },
  { id: 40, post: POSTS.kites, author: 'Ada', time: '2026-10-01T09:00:00', html: '<p>Which string?</p>\n' },
];
