import { log } from '../../io/log.ts';
import { newsSinceOfNew } from '../../rules/first-answer.ts';
import { CHILDREN } from '../../rules/follow.ts';
import { decide } from '../../rules/decide.ts';
import type { SeenPage, Watch } from '../../rules/watch.ts';
import type { PollOutcome } from '../../rpc/feeds.ts';
import type { FoundPost } from '../../systems/posts.ts';
import { digest } from '../../message.ts';
import { beginPoll } from '../begin-poll.ts';
import { commit } from '../commit.ts';
import { fail } from '../failing.ts';
import { addressOf } from '../seen-page.ts';
import { isForeign } from './foreign.ts';
import type { PollContext } from '../poll-context.ts';
import { namedAt, targetOf } from '../redirects.ts';
import type { PollFailure } from '../poll-failure.ts';
import type { ChildStore, Listing, WholeChild } from '../store/child-store.ts';
import type { Child } from '../store/child-table.ts';
import { writeRemembered } from '../store/document.ts';
import { freshState } from '../store/feed-state.ts';
import type { StateMemory } from '../store/state-memory.ts';

/** Failures by answers that could be parsed, but from which nothing can be taken. */
const FAILURES: Readonly<Record<'empty' | 'lost' | 'cut', PollFailure>> = {
  empty: { reason: 'empty', detail: 'The feed of posts holds nothing any more, though it held posts.' },
  lost: {
    reason: 'lost',
    detail:
      'The feed of posts is another site’s by now: no post in it is known, and they, or its home page, are at another host.',
  },
  cut: { reason: 'cut', detail: 'The feed of posts breaks off before its end, and nothing in it can be taken.' },
};

/**
 * Polls the feed of a site's posts. Which of them are new is decided as of comments; none is told, each gets a child. Children
 * are stored before the posts are remembered: a crash in between makes none of them twice.
 */
export async function pollPosts(given: PollContext, children: ChildStore): Promise<PollOutcome> {
  const begun = await beginPoll(given);
  if (begun.kind === 'over') return begun.outcome;
  const { status, context, state, gathered } = begun;
  const { feed, now, day } = context;
  const { watch } = state;

  const plan = decide({ name: feed.name, backfill: 0 }, watch, gathered.read, day, now);
  if (plan.kind === 'failed') return { status, ...(await fail(context, state, FAILURES[plan.reason])) };

  const { posts, read } = gathered;
  if (await isForeign(posts, children.of(feed.name), read, { watch, after: plan.after }))
    return { status, ...(await fail(context, state, FAILURES.lost)) };
  const { made, listings, moved } = await diffChildren(children.of(feed.name), posts, read.page, {
    watch,
    after: plan.after,
    now,
  });
  const crowd = made.slice(CHILDREN, 2 * CHILDREN).map((child) => ({ ...child, retiredAt: now }));
  children.put(feed.name, [...made.slice(0, CHILDREN), ...crowd], read.kind === 'whole' ? listings : [], now);
  for (const { url, to } of moved) move(children.memory(feed.name, url), to, now);
  forgetOrphans(children, feed.name, plan.after);
  if (made.length > CHILDREN) log('site.retired', { feed: feed.name, posts: made.length - CHILDREN });
  // Messages speak of comments: nobody is told of posts.
  const count = posts.reduce((sum, post) => sum + (post.count ?? 0), 0);
  const before = plan.watching === null ? null : plan.before;
  const silent = { ...plan, before, offers: [], count, news: 0, edits: 0, gap: null, imported: null };
  return { status, ...(await commit(context, state, gathered, silent)) };
}

/** Memory of the posts before and after this poll. */
type Memories = { readonly watch: Watch; readonly after: Watch; readonly now: number };

/** Changes of a site's children: new ones, what has changed about the others, and addresses at which these are now. */
type ChildDiff = {
  readonly made: readonly WholeChild[];
  readonly listings: readonly Listing[];
  readonly moved: readonly { readonly url: string; readonly to: string }[];
};

/** Gives the children to be made for posts that are not known yet, and what has changed about the others. */
async function diffChildren(
  children: readonly Child[],
  posts: readonly FoundPost[],
  page: SeenPage,
  { watch, after, now }: Memories,
): Promise<ChildDiff> {
  const known = new Set(watch.remembered.map(({ key }) => key));
  const byId = new Map(after.remembered.map((one) => [one.id, one]));
  const byPost = new Map(children.map((child) => [child.post, child]));
  const byUrl = new Map(children.map((child) => [child.url, child]));
  const made = new Map<string, WholeChild>();
  const listed = new Map<string, FoundPost>();
  const moved: { readonly url: string; readonly to: string }[] = [];
  for (const [at, post] of posts.entries()) {
    const remembered = byId.get(page[at]?.id ?? '');
    const key = remembered?.key ?? null;
    if (remembered === undefined || key === null) continue;
    const child = byPost.get(key) ?? byUrl.get(post.comments);
    if (child !== undefined) {
      listed.set(child.url, both(listed.get(child.url), post));
      if (await isNamedElsewhere(child, post.comments)) moved.push({ url: child.url, to: post.comments });
    }
    // Where none is left, SEEN did not have them.
    else if (!made.has(post.comments) && (!known.has(key) || children.length === 0))
      made.set(
        post.comments,
        await childFor(
          post,
          key,
          remembered.held || isBelow(watch, remembered.time)
            ? { newsSince: watch.skips ? now : (watch.whole?.at ?? now), isNew: false }
            : { newsSince: newsSinceOfNew(watch.whole?.at ?? watch.since ?? watch.begun), isNew: true },
          now,
        ),
      );
  }
  const listings = children.flatMap((child) => changeOf(child, listed.get(child.url) ?? null, now) ?? []);
  return { made: [...made.values()], listings, moved };
}

/**
 * True if a post's comments are named at another address than they are asked for at. Queries that tell nothing may vary from answer
 * to answer, and `http` and `https` may come and go: only the way to `https` counts.
 */
async function isNamedElsewhere(child: Child, named: string): Promise<boolean> {
  if (child.state === null) return false;
  const { url } = targetOf(child, child.state);
  if (url === named || named === child.url) return false;
  const isSecure = url.startsWith('http:') && named.startsWith('https:');
  return isSecure || (await addressOf(url)).page !== (await addressOf(named)).page;
}

/** Adds up posts that share one comment feed. */
function both(one: FoundPost | undefined, other: FoundPost): FoundPost {
  if (one === undefined) return other;
  const count = one.count === null && other.count === null ? null : (one.count ?? 0) + (other.count ?? 0);
  return { ...other, count, updated: [one.updated ?? '', other.updated ?? ''].toSorted().at(-1) || null };
}

/** Has a post's comments asked for at another address from now on. One row. */
function move(memory: StateMemory, url: string, now: number): void {
  const document = memory.document();
  if (!document.ok || document.value === null) return;
  memory.commit(namedAt(document.value.feedState, url), { remembered: null, isPutDue: false, now });
}

/** True of a post from before the edge: of comments one may be approved late, but a post slides in where others are gone. */
function isBelow({ edge }: Watch, time: number | null): boolean {
  return edge !== null && edge !== 'open' && time !== null && time < edge.time;
}

/** Makes a child. */
async function childFor(
  post: FoundPost,
  key: string,
  first: Pick<Child, 'newsSince' | 'isNew'>,
  now: number,
): Promise<WholeChild> {
  const { comments: url, count, updated } = post;
  return {
    url,
    post: key,
    madeAt: now,
    // Of none none is old.
    ...(count === 0 ? { newsSince: 0, isNew: true } : first),
    count,
    updated,
    isListed: true,
    movedAt: null,
    retiredAt: null,
    state: freshState(await digest(url)),
    known: writeRemembered([]),
  };
}

/** Gives what is to be written of a child that stands in the feed of posts (`post`), or not any more; `null`: nothing. */
function changeOf(child: Child, post: FoundPost | null, now: number): Listing | null {
  const { url, count, updated, movedAt, retiredAt } = child;
  if (post === null) return child.isListed ? { url, count, updated, isListed: false, movedAt, retiredAt } : null;
  const isMoved = post.count !== count || post.updated !== updated;
  if (!isMoved && child.isListed) return null;
  const { count: countNow, updated: updatedNow } = post;
  // A comment on a post that was given up: it is followed again.
  const again = isMoved ? { movedAt: now, retiredAt: null } : { movedAt, retiredAt };
  return { url, count: countNow, updated: updatedNow, isListed: true, ...again };
}

/** Forgets retired children whose posts are forgotten, too: should these come back, they are old by the site's edge. */
function forgetOrphans(children: ChildStore, feed: string, { remembered }: Watch): void {
  const keys = new Set(remembered.map(({ key }) => key));
  for (const { url, post, retiredAt, isListed } of children.of(feed)) {
    if (retiredAt !== null && !isListed && !keys.has(post)) children.remove(feed, url);
  }
}
