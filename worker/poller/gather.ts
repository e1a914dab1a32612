import { findComments, type FoundComment } from '../systems/comments.ts';
import { parseFeed } from '../feed/parse.ts';
import { findPosts, type FoundPost } from '../systems/posts.ts';
import type { Body, Unmodified } from '../io/fetch-feed.ts';
import type { FeedFacts, Result } from '../model.ts';
import { isLookBackDue } from '../rules/continuity.ts';
import { maxAgeMinutes } from '../rules/schedule.ts';
import type { Address, ReadPages, Watch } from '../rules/watch.ts';
import { factsOf, homeOf, isWanted } from './feed-facts.ts';
import { fetchWithin } from './fetch.ts';
import { find, findAgain, findUnseen } from './find.ts';
import type { FeedState } from './store/feed-state.ts';
import type { GatherContext } from './poll-context.ts';
import { sourceOf } from './load-state.ts';
import { urlDigests } from './kept-digests.ts';
import { readOlderPages } from './older-pages.ts';
import { isTakenBack, movedAfter, targetOf, withoutMove } from './redirects.ts';
import { addressOf, keyNamesOf, seenPage } from './seen-page.ts';
import { isPassing } from './poll-failure.ts';
import type { FoundFeed, NotFound } from './search.ts';

/** Pages that a poll has read: as the rules see them, as they are rendered, and the facts of the answer to remember. */
export type Gathered = {
  readonly read: ReadPages;
  /** Comments of each page, page 1 first, in the page's own order. */
  readonly pages: readonly (readonly FoundComment[])[];
  /** Of a feed of posts, these, in the order of page 1. */
  readonly posts: readonly FoundPost[];
  readonly facts: FeedFacts;
  readonly answer: Pick<FeedState, 'found' | 'moved' | 'validators' | 'digest' | 'maxAge'>;
  /** Reason, in words, for which page 1 is not whole; `null`: it is. */
  readonly cut: string | null;
  /** Bytes of page 1. */
  readonly size: number;
};

/** Answer that nothing has changed, by its status or by its bytes, with what it tells all the same. */
export type Unchanged = {
  readonly unchanged: true;
  readonly maxAge: number | null;
  readonly moved: FeedState['moved'];
  /** Address at which the same was had as at another one before, with its validators; `null`: it is no other. */
  readonly there: { readonly address: Address; readonly validators: FeedState['validators'] } | null;
};

/** Result of gathering; `status`: HTTP's, of the first answer. */
export type Gathering = {
  readonly status: number | null;
  readonly result: Result<Gathered | Unchanged, NotFound>;
};

/** Fetches a feed, finds it where CONFIG's URL is not it, reads it once, and the older pages that the rules ask for. */
export async function gather(context: GatherContext, feedState: FeedState, watch: Watch): Promise<Gathering> {
  const isLookBack = isLookBackDue(watch, context.day);
  const isWhole = feedState.validators === null || watch.hole !== null || isLookBack;
  const { url, isMoved } = targetOf(context, feedState);
  if (isMoved && isLookBack && (await isTakenBack(context, feedState)))
    return gather(context, withoutMove(feedState), watch);
  const { validators } = feedState;
  const fetched = await fetchWithin(context, url, async (at) =>
    !isWhole && context.isUnconditional !== true && validators !== null && validators.url === (await urlDigests.of(at))
      ? validators
      : null,
  );
  if (!fetched.ok) {
    const { status } = fetched;
    // A wall says nothing of what is behind it: what was found there is awaited, and not looked for elsewhere.
    const isWalled = fetched.reason === 'wall' && isFound(feedState, watch);
    if (isPassing(fetched) || isWalled || fetched.reason === 'limit') return { status, result: fetched };
    if (isMoved) return gather(context, withoutMove(feedState), watch);
    const unseen = isFound(feedState, watch)
      ? await findAgain(context, feedState, fetched)
      : await findUnseen(context, fetched);
    return understood(context, feedState, watch, status, unseen);
  }
  const answer = fetched.value;
  const { status } = answer;
  if (answer.kind === 'unmodified') return { status, result: unchanged(feedState, answer, null) };
  const isSame = !isWhole && answer.cut === null && feedState.digest === (await digestOf(answer.bytes));
  if (isSame) context.workload?.add(-answer.bytes.byteLength);
  if (isSame) return { status, result: unchanged(feedState, answer, await thereOf(feedState, answer)) };
  const located = await locate(context, feedState, watch, answer);
  if (isMoved && !located.ok && located.reason !== 'limit') return gather(context, withoutMove(feedState), watch);
  return understood(context, feedState, watch, status, located);
}

/** Reads the answer as the feed, or searches for it; a feed that was found stays at its URL. */
async function locate(
  context: GatherContext,
  feedState: FeedState,
  watch: Watch,
  body: Body,
): Promise<Result<FoundFeed, NotFound>> {
  const parsed = parseFeed(body.bytes, body);
  if (!isFound(feedState, watch)) return find(context, body, parsed, null);
  const { url: at, of } = feedState.found ?? { url: context.url, of: 'feed' };
  if (parsed.ok && isWanted(context, parsed.value)) return { ok: true, value: { body, feed: parsed.value, at, of } };
  const others = context.wanted === 'posts' ? 'comments now, and no posts' : 'posts now, and no comments';
  const posts: NotFound = { ok: false, reason: 'posts', detail: `The feed holds ${others}.` };
  return findAgain(context, feedState, parsed.ok ? posts : parsed);
}

/** True if the feed that the configured URL stands for was read before. */
function isFound({ found, source }: FeedState, watch: Watch): boolean {
  return found !== null || ((watch.since ?? watch.begun) !== null && watch.source === source);
}

async function understood(
  context: GatherContext,
  feedState: FeedState,
  watch: Watch,
  status: number | null,
  found: Result<FoundFeed, NotFound>,
): Promise<Gathering> {
  return {
    status,
    result: found.ok ? { ok: true, value: await understand(context, feedState, watch, found.value) } : found,
  };
}

async function understand(
  context: GatherContext,
  feedState: FeedState,
  watch: Watch,
  { body, feed, at, of }: FoundFeed,
): Promise<Gathered> {
  const posts = context.wanted === 'posts' ? findPosts(feed) : null;
  const first = posts === null ? findComments(feed) : [];
  const keyNames = keyNamesOf(context, feedState);
  const cut =
    body.cut ?? (feed.truncated ? 'The feed breaks off before its end, or is longer than Earshot reads.' : null);
  const page1: ReadPages = {
    kind: cut === null ? 'whole' : 'cut',
    page: await seenPage(keyNames, watch, posts ?? first),
    older: [],
    olderEnd: null,
    olderUntil: null,
    olderUrl: null,
    address: await addressOf(body.url),
    source: await sourceOf(context),
    home: await homeOf(feed),
  };
  const { read, pages } =
    posts === null
      ? await readOlderPages(context, keyNames, watch, page1, { feed, url: body.url, link: body.link })
      : // Older posts bring nothing new.
        { read: { ...page1, olderEnd: 'none' as const }, pages: [] };
  const isHere = at === context.url && of === 'feed';
  return {
    read,
    pages: [first, ...pages],
    posts: posts ?? [],
    facts: factsOf(context.feed.name, feed),
    answer: {
      found: isHere ? null : { url: at, of },
      moved: movedAfter(feedState, body),
      validators: { url: await urlDigests.of(body.url), ...body.validators },
      digest: await digestOf(body.bytes),
      maxAge: maxAgeMinutes(body.maxAge ?? 0),
    },
    cut,
    size: body.bytes.byteLength,
  };
}

async function thereOf({ validators }: FeedState, body: Body): Promise<Unchanged['there']> {
  const url = await urlDigests.of(body.url);
  if (validators?.url === url) return null;
  return { address: await addressOf(body.url), validators: { url, ...body.validators } };
}

function unchanged(
  feedState: FeedState,
  answer: Unmodified | Body,
  there: Unchanged['there'],
): Result<Unchanged, never> {
  const maxAge = answer.maxAge === null ? null : maxAgeMinutes(answer.maxAge);
  return { ok: true, value: { unchanged: true, maxAge, moved: movedAfter(feedState, answer), there } };
}

async function digestOf(bytes: Uint8Array): Promise<string> {
  const whole = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(whole.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
