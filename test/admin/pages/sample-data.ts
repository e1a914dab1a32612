import type {
  CommentAnswer,
  DestinationAnswer,
  FeedAnswer,
  MessageWithPayload,
  PostAnswer,
} from '../../../worker/admin/shapes.ts';

// A home with everything in it: what works, what does not, and what strangers write.

/** Instant of the sample pages: 26 November 2026, 13:05 UTC. */
export const NOW = Date.UTC(2026, 10, 26, 13, 5);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ago = (ms: number) => new Date(NOW - ms).toISOString();

/** Markup, attributes, control characters, directions and long words, as a stranger might write them. */
export const HOSTILE = `<img src=x onerror="alert(1)"><script>alert(2)</script>'"\`><a href="javascript:alert(3)">x</a>&lt;b&gt;\u202Eevil\u0000\uD800`;

/** A word that no line can hold. */
export const LONG = `https://example.com/${'averylongpathwithoutanybreak'.repeat(12)}`;

const feed = (name: string, given: Partial<FeedAnswer> = {}): FeedAnswer => ({
  name,
  config: { url: `https://${name}.example/comments.atom`, to: ['default', 'team-slack'] },
  title: `Comments on ${name}`,
  found: null,
  state: 'ok',
  reason: null,
  since: ago(40 * DAY),
  lastNews: ago(3 * HOUR),
  lastPoll: ago(4 * MINUTE),
  next: ago(-MINUTE),
  ...given,
});

/** Feeds in every state. */
export const FEEDS: readonly FeedAnswer[] = [
  feed('adactio', { title: 'Responses to Jeremy’s journal', lastNews: ago(11 * MINUTE) }),
  feed('blog', {
    title: 'Comments for Notes of a small workshop',
    config: {
      url: 'https://blog.example/2026/11/bread',
      to: ['default', 'team-slack'],
      every: '15m',
      exclude: ['=casino', { field: 'author', is: 'Spam Bot' }],
      headers: { 'x-key': 'masked:9f3a' },
      auth: 'secret:BLOG_AUTH',
    },
    found: 'https://blog.example/2026/11/bread/feed/',
  }),
  feed('forum', {
    state: 'failing',
    reason:
      'The server answers 503 since yesterday evening. It is tried again every six hours; nothing is lost as long as the comments stay in the feed.',
    since: ago(19 * HOUR),
    next: ago(-2 * HOUR),
    lastNews: ago(2 * DAY),
  }),
  feed('guestbook', {
    state: 'paused',
    since: ago(9 * DAY),
    next: null,
    lastNews: ago(30 * DAY),
    lastPoll: ago(9 * DAY),
  }),
  feed('hostile', { title: HOSTILE, reason: HOSTILE, found: 'javascript:alert(1)', config: { url: LONG, to: 'gone' } }),
  feed('followed', {
    config: { url: 'https://followed.example/', follow: '14d', to: 'default' },
    posts: {
      watched: 500,
      unread: 1,
      failing: 2,
      gone: 1,
      retired: { quiet: 7, crowded: 23 },
      troubles: [{ url: HOSTILE, since: ago(2 * DAY), reason: HOSTILE }],
    },
  }),
  feed('lobsters', { config: 'https://lobste.rs/comments.rss', title: 'Lobsters comments', lastNews: ago(MINUTE * 2) }),
  feed('new-one', { state: 'new', title: null, since: null, lastNews: null, lastPoll: null, config: null }),
  feed('typo', {
    state: 'invalid',
    title: null,
    reason: '"every" must be a time from "5m" to "7d", like "15m", "2h" or "1d"',
    since: ago(3 * DAY),
    next: null,
  }),
];

const post = (url: string, given: Partial<PostAnswer> = {}): PostAnswer => ({
  url,
  comments: 12,
  state: 'ok',
  reason: null,
  since: ago(9 * DAY),
  lastNews: ago(2 * HOUR),
  lastPoll: ago(9 * MINUTE),
  next: ago(-MINUTE),
  ...given,
});

/** Posts of the site `followed`, in every state. */
export const POSTS: readonly PostAnswer[] = [
  post(`https://followed.example/${HOSTILE}`, { state: 'failing', reason: HOSTILE + LONG, since: null, next: null }),
  post('javascript:alert(1)', { state: 'failing', reason: 'The server answers 500.' }),
  post(LONG + LONG.repeat(10), { state: 'new', comments: null, lastNews: null, lastPoll: null }),
  post('https://followed.example/bread/feed/'),
  post('https://followed.example/gone/feed/', { state: 'gone', reason: 'It answers 404.' }),
  post('https://followed.example/old/feed/', { state: 'retired', reason: 'It was quiet.', next: null }),
];

/** Destinations in every state. */
export const DESTINATIONS: readonly DestinationAnswer[] = [
  {
    name: 'default',
    type: 'webhook',
    config: { url: 'masked:/in2', pace: '10/s', secret: 'secret:HOOK' },
    state: 'ready',
    reason: null,
    since: ago(40 * DAY),
    waiting: 0,
    lastDelivery: ago(11 * MINUTE),
    next: null,
  },
  {
    name: 'team-slack',
    type: 'slack',
    config: 'masked:a8Kx',
    state: 'failing',
    reason: 'It answers 404 no_service: the webhook was deleted. Make another one in Slack, and put its URL here.',
    since: ago(5 * HOUR),
    waiting: 23,
    lastDelivery: ago(6 * HOUR),
    next: ago(-25 * MINUTE),
  },
  {
    name: 'mails',
    type: 'email',
    config: { type: 'email', to: 'team@example.com', from: 'earshot@example.com' },
    state: 'blocked',
    reason: 'There is no EMAIL binding: take the # off two lines in wrangler.toml, and deploy again.',
    since: ago(2 * DAY),
    waiting: 4,
    lastDelivery: null,
    next: null,
  },
  {
    name: 'gone',
    type: null,
    config: null,
    state: 'invalid',
    reason: HOSTILE,
    since: null,
    waiting: 0,
    lastDelivery: null,
    next: null,
  },
];

const TEXT =
  'I have baked it twice now, and both times the crust came out far too hard. What I changed in the end: a lid for the first twenty minutes, and a cup of water on the floor of the oven.\n\nThank you for writing this down!';

/** Comments with each fate. */
export const COMMENTS: readonly CommentAnswer[] = [
  {
    id: 'c1',
    url: 'https://blog.example/2026/11/bread#comment-71',
    author: 'Zoë Müller',
    published: ago(3 * HOUR),
    excerpt: TEXT,
    post: 'Bread, without kneading',
    text: TEXT,
    destinations: [
      { name: 'default', message: 'msg_1', state: 'delivered', reason: null, until: null },
      { name: 'team-slack', message: 'msg_2', state: 'waiting', reason: 'failing', until: ago(-25 * MINUTE) },
    ],
  },
  {
    id: 'c2/ü?#',
    url: 'javascript:alert(1)',
    author: HOSTILE,
    published: ago(5 * HOUR),
    excerpt: HOSTILE + LONG,
    post: HOSTILE,
    text: HOSTILE + LONG,
    destinations: [{ name: 'default', message: 'msg_3', state: 'dead', reason: HOSTILE, until: null }],
  },
  {
    id: 'c3',
    url: 'https://blog.example/2026/11/bread#comment-69',
    author: 'Casino Royale Bonus',
    published: ago(8 * HOUR),
    excerpt: 'Best casino bonus without deposit, click here',
    post: 'Bread, without kneading',
    destinations: [
      { name: 'default', message: 'msg_4', state: 'filtered', reason: 'exclude: =casino', until: null },
      { name: 'team-slack', message: 'msg_5', state: 'filtered', reason: 'exclude: =casino', until: null },
    ],
  },
  {
    id: 'c4',
    url: null,
    author: null,
    published: null,
    excerpt: null,
    post: null,
    destinations: [{ name: 'default', message: 'msg_6', state: 'baseline', reason: 'first poll', until: null }],
  },
  {
    id: 'c5',
    url: 'https://blog.example/2026/11/bread#comment-66',
    author: 'سارة',
    published: ago(26 * HOUR),
    excerpt: 'شكرا على الوصفة! سأجربها غدا مع دقيق القمح الكامل.',
    post: 'Rye and salt',
    destinations: [
      { name: 'default', message: 'msg_7', state: 'delivered', reason: null, until: null },
      { name: 'team-slack', message: 'msg_8', state: 'superseded', reason: 'a later edit', until: null },
    ],
  },
  {
    id: 'c6',
    url: 'https://blog.example/2026/11/bread#comment-60',
    author: '山田太郎',
    published: ago(3 * DAY),
    excerpt: 'パンを焼くのは初めてでしたが、とてもおいしくできました。',
    post: 'Rye and salt',
    destinations: [{ name: 'default', message: 'msg_9', state: 'unwanted', reason: 'events', until: null }],
  },
];

const message = (id: string, given: Partial<MessageWithPayload> = {}): MessageWithPayload => ({
  id,
  type: 'comment.created',
  feed: 'blog',
  state: 'delivered',
  reason: null,
  rule: null,
  attempts: 1,
  accepted: ago(3 * HOUR),
  tried: ago(3 * HOUR - 2_000),
  next: null,
  answer: { status: 204, ms: 182, body: '' },
  summary: { author: 'Zoë Müller', post: 'Bread, without kneading', excerpt: TEXT, url: 'https://blog.example/p#c71' },
  kept: true,
  payload: { id, type: 'comment.created', data: { comment: { text: TEXT, author: { name: 'Zoë Müller' } } } },
  ...given,
});

/** Messages in every state. */
export const MESSAGES: readonly MessageWithPayload[] = [
  message('msg_1'),
  message('msg_2', {
    state: 'waiting',
    reason: 'failing',
    attempts: 4,
    next: ago(-25 * MINUTE),
    answer: { status: 404, ms: 91, body: 'no_service' },
  }),
  message('msg_3', {
    state: 'dead',
    reason: HOSTILE,
    attempts: 5,
    answer: { status: 400, ms: 3021, body: HOSTILE + LONG },
    summary: { author: HOSTILE, post: HOSTILE, excerpt: HOSTILE + LONG, url: 'javascript:alert(1)' },
    payload: HOSTILE + LONG,
  }),
  message('msg_4', { state: 'filtered', rule: 'exclude: =casino', attempts: 0, tried: null, answer: null }),
  message('msg_5', {
    type: 'destination.test',
    feed: null,
    summary: null,
    answer: { status: null, ms: 15_000, body: null },
    reason: 'timeout',
    state: 'waiting',
    next: ago(-MINUTE),
  }),
  message('msg_6', {
    state: 'baseline',
    reason: 'first poll',
    attempts: 0,
    tried: null,
    answer: null,
    summary: null,
    kept: false,
    payload: null,
  }),
  message('msg_7', {
    type: 'comment.updated',
    state: 'superseded',
    reason: 'a later edit',
    attempts: 0,
    tried: null,
    answer: null,
  }),
  message('msg_8', { type: 'feed.failing', summary: null, feed: 'forum', accepted: ago(18 * HOUR) }),
  message('msg_9', { state: 'unwanted', rule: 'events', attempts: 0, tried: null, answer: null }),
];
