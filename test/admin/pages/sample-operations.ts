import { guessType } from '../../../worker/destination/registry.ts';
import type { ConfigValue, Done, Operations, Refusal } from '../../../worker/admin/operations.ts';
import type { DiscoveryAnswer, PreviewAnswer } from '../../../worker/admin/preview-shapes.ts';
import type { ListQuery, OverviewAnswer } from '../../../worker/admin/shapes.ts';
import { COMMENTS, DESTINATIONS, FEEDS, HOSTILE, LONG, MESSAGES, NOW, POSTS } from './sample-data.ts';

/** Query of every destination. */
const ALL: ListQuery = { limit: 200, after: null, state: null, feed: null, q: null };

const done = <T>(value: T): Done<T> => ({ ok: true, value });
const missing = (what: string): Refusal => ({ ok: false, status: 404, detail: `There is no ${what} of that name.` });

const find = <T extends object>(all: readonly T[], key: keyof T, value: string, what: string): Done<T> => {
  const found = all.find((one) => one[key] === value);
  return found === undefined ? missing(what) : done(found);
};

const OVERVIEW: OverviewAnswer = {
  sentence: 'Two feeds and three destinations need you; the other six feeds are watched.',
  feeds: { new: 1, ok: 4, failing: 1, paused: 1, invalid: 1 },
  destinations: { ready: 1, waiting: 0, blocked: 1, failing: 1, invalid: 1 },
  feedsByDestination: { default: 6, 'team-slack': 5, gone: 1 },
  problems: [
    {
      subject: 'destination:team-slack',
      problem: 'It answers 404 no_service: the webhook was deleted. 23 messages wait.',
      todo: 'Make another webhook in Slack, and put its URL into the destination. What waits is sent then.',
      since: new Date(NOW - 5 * 3_600_000).toISOString(),
    },
    { subject: 'feed:hostile', problem: HOSTILE, todo: HOSTILE + LONG, since: null },
    {
      subject: 'feed:typo',
      problem: '"every" must be a time from "5m" to "7d", like "15m", "2h" or "1d".',
      todo: 'Correct it in the feed’s settings.',
      since: new Date(NOW - 3 * 86_400_000).toISOString(),
    },
  ],
  lastTick: new Date(NOW - 4 * 60_000).toISOString(),
  usage: [
    { what: 'KV writes', used: 212, quota: 1_000 },
    { what: 'KV reads', used: 14_210, quota: 100_000 },
    { what: 'Rows written', used: 93_020, quota: 100_000 },
    { what: 'Requests to objects', used: 9_612, quota: 100_000 },
  ],
};

const DISCOVERY: Extract<DiscoveryAnswer, { kind: 'feed' }> = {
  kind: 'feed',
  chosen: { url: 'https://blog.example/2026/11/bread/feed/', of: 'page', why: 'the page names it as its comments' },
  title: 'Comments on: Bread, without kneading',
  homePage: 'https://blog.example/2026/11/bread',
  comments: 12,
  others: [
    { url: 'https://blog.example/comments/feed/', of: 'site', why: 'the comments of all posts' },
    { url: LONG, of: 'posts', why: HOSTILE },
  ],
};

function discovery(url: string): DiscoveryAnswer {
  const parsed = URL.parse(url);
  const type = parsed === null ? 'webhook' : guessType(parsed);
  if (type !== 'webhook') return { kind: 'destination', type };
  if (url.includes('nothing'))
    return {
      kind: 'none',
      reason: 'That page names no feed, and none is where blogs have theirs.',
      others: DISCOVERY.others,
    };
  if (url.includes('hostile')) return { ...DISCOVERY, title: HOSTILE, homePage: 'javascript:alert(1)' };
  return DISCOVERY;
}

const previewed = (number: number): PreviewAnswer['comments'][number] => {
  const comment = COMMENTS[number % COMMENTS.length];
  const isSent = number < 2;
  return {
    id: `p${number}`,
    url: comment?.url ?? null,
    author: comment?.author ?? null,
    post: comment?.post ?? 'Bread, without kneading',
    published: comment?.published ?? null,
    text: comment?.text ?? comment?.excerpt ?? 'A few words.',
    stages: isSent
      ? [
          { stage: 'new', passes: true, detail: 'among the newest 2, which are sent at the first poll' },
          { stage: 'feed filter', passes: true, detail: 'no rule rejects it' },
          { stage: 'events', passes: true, detail: 'comment.created comes here' },
          { stage: 'destination filter', passes: true, detail: 'there is none' },
          { stage: 'delivery', passes: true, detail: 'goes at once, with 1 other' },
        ]
      : number === 2
        ? [
            { stage: 'new', passes: true, detail: 'new' },
            { stage: 'feed filter', passes: false, detail: `rejected by exclude: ${HOSTILE}` },
          ]
        : [{ stage: 'new', passes: false, detail: 'there before the watch begins: not sent' }],
    rendered: {
      text: comment?.text ?? '',
      blocks: [{ type: 'rich_text', elements: [{ text: comment?.author ?? HOSTILE }] }],
    },
  };
};

/** Calls that were made, to see what a form did. */
export type Call = { readonly name: string; readonly given: readonly unknown[] };

const feedOf = async (name: string) => find(FEEDS, 'name', name, 'feed');

/** Operations over the sample data. Those that change something are noted in `calls`, and change nothing. */
export function sampleOperations(calls: Call[] = [], given: Partial<Operations> = {}): Operations {
  const note = (name: string, ...values: readonly unknown[]) => calls.push({ name, given: values });
  const changed =
    (what: string) =>
    async (name: string, ...values: readonly unknown[]) => {
      note(what, name, ...values);
      return feedOf(name);
    };
  const operations: Omit<Operations, 'home'> = {
    overview: async () => done(OVERVIEW),
    feeds: async ({ state, q, after }) => {
      const fitting = FEEDS.filter(
        (feed) => (state === null || feed.state === state) && (q === null || feed.name.includes(q)),
      );
      return done({
        items: after === null ? fitting : fitting.slice(4),
        next: after === null && fitting.length > 4 ? 'forum' : null,
      });
    },
    feed: feedOf,
    putFeed: async (name: string, value: ConfigValue) => {
      note('putFeed', name, value);
      if (JSON.stringify(value).includes('refuse'))
        return {
          ok: false,
          status: 422,
          detail: 'The value is not valid.',
          errors: [{ key: `feed:${name}`, field: 'every', detail: 'must be a time from "5m" to "7d"' }],
        };
      const found = await feedOf(name);
      return found.ok ? found : done({ ...(FEEDS[0] ?? never()), name });
    },
    deleteFeed: async (name) => {
      note('deleteFeed', name);
      return done(null);
    },
    pollFeed: async (name) => {
      note('pollFeed', name);
      return done({ outcome: 'read', reason: null, comments: 12, news: 3, edits: 0 });
    },
    resetFeed: changed('resetFeed'),
    renameFeed: changed('renameFeed'),
    pauseFeed: changed('pauseFeed'),
    resumeFeed: changed('resumeFeed'),
    posts: async (_name, { after }) => done({ items: POSTS, next: after === null ? '1-7-3' : null }),
    comments: async (_name, { state, q, after }) => {
      const fitting = COMMENTS.filter(
        (one) =>
          (q === null || (one.excerpt ?? '').includes(q)) &&
          (state === null || one.destinations.some((fate) => fate.state === state)),
      );
      return done({ items: fitting, next: after === null && fitting.length > 3 ? '17' : null });
    },
    comment: async (_name, id) => find(COMMENTS, 'id', id, 'comment'),
    blockAuthor: changed('blockAuthor'),
    destinations: async () => done({ items: DESTINATIONS, next: null }),
    destination: async (name) => find(DESTINATIONS, 'name', name, 'destination'),
    putDestination: async (name, value) => {
      note('putDestination', name, value);
      const found = find(DESTINATIONS, 'name', name, 'destination');
      return found.ok ? found : done({ ...(DESTINATIONS[0] ?? never()), name });
    },
    deleteDestination: async (name) => {
      note('deleteDestination', name);
      return done(null);
    },
    testDestination: async (name) => {
      note('testDestination', name);
      return done({ id: 'msg_5' });
    },
    replay: async (name, request) => {
      note('replay', name, request);
      return done({ waiting: 2, gone: 1 });
    },
    messages: async (_name, { state, after }) => {
      const fitting = MESSAGES.filter((one) => state === null || one.state === state);
      return done({ items: fitting, next: after === null ? '9' : null });
    },
    message: async (_name, id) => find(MESSAGES, 'id', id, 'message'),
    secret: async (name) => {
      note('secret', name);
      return done({ secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] });
    },
    discover: async (url) => done(discovery(url)),
    preview: async (feed, destination) => {
      note('preview', feed, destination);
      return done({
        found: DISCOVERY,
        type: 'webhook',
        comments: Array.from({ length: 10 }, (_, at) => previewed(at)),
        errors: [],
      });
    },
    config: async () => done({ destinations: { default: 'masked:a8Kx' }, feeds: { blog: 'https://blog.example/' } }),
    configChanges: async (document) => {
      note('configChanges', document);
      return done({ changes: ['Feed new-blog is added.', 'Feed forum is deleted.', HOSTILE] });
    },
    putConfig: async (document) => {
      note('putConfig', document);
      return done({ changes: ['Feed new-blog is added.'] });
    },
    opml: async () => done('<opml version="2.0"><body/></opml>'),
    importOpml: async (text) => {
      note('importOpml', text);
      return done({ added: ['a', 'b'], known: 1 });
    },
    ...given,
  };
  return { ...operations, home: given.home ?? ((query) => homeOf(operations, query)) };
}

function never(): never {
  throw new RangeError('the sample has some');
}

async function homeOf(
  { overview, feeds, destinations }: Pick<Operations, 'overview' | 'feeds' | 'destinations'>,
  query: ListQuery,
): ReturnType<Operations['home']> {
  const [health, page, listed] = await Promise.all([overview(), feeds(query), destinations(ALL)]);
  if (!health.ok) return health;
  if (!page.ok) return page;
  return listed.ok ? done({ overview: health.value, feeds: page.value, destinations: listed.value.items }) : listed;
}

/** Operations of a home in which there is nothing yet. */
export function emptyOperations(): Operations {
  return sampleOperations([], {
    overview: async () =>
      done({
        sentence: 'Nothing is watched yet.',
        feeds: { new: 0, ok: 0, failing: 0, paused: 0, invalid: 0 },
        destinations: { ready: 0, waiting: 0, blocked: 0, failing: 0, invalid: 0 },
        problems: [],
        lastTick: null,
        usage: [],
      }),
    feeds: async () => done({ items: [], next: null }),
    destinations: async () => done({ items: [], next: null }),
    comments: async () => done({ items: [], next: null }),
    messages: async () => done({ items: [], next: null }),
  });
}
