import { reasonOf } from '../config/failure.ts';
import { bareFeed, readFeedConfig } from '../config/feed.ts';
import { withPollDeadline } from '../io/deadline.ts';
import { iso } from '../message.ts';
import type { Feed } from '../model.ts';
import type { Discovery, Preview, PreviewedComment } from '../rpc/preview.ts';
import { decide } from '../rules/decide.ts';
import type { HoldCause, PlannedOffer, Taken } from '../rules/plan.ts';
import { lookBackDay } from '../rules/schedule.ts';
import type { Dependencies } from './dependencies.ts';
import { gather, type Gathered } from './gather.ts';
import { targetOf } from './redirects.ts';
import { loadedStateOf, type LoadedState, sourceOf } from './load-state.ts';
import { commentOffers } from './offers.ts';
import { filteredPlan, planFailure } from './poll.ts';
import type { GatherContext } from './poll-context.ts';
import { remedied } from './poll-failure.ts';
import type { Shard } from './shard.ts';
import { freshState } from './store/feed-state.ts';
import { Trace } from './trace.ts';

/** Comments that are shown, the newest of the first page. */
const SHOWN = 10;

const NOT_ITS_TURN =
  'Its host allows few requests, and feeds of it are waiting: one of them is read every five minutes. The feed can be added without a look at it.';

/** Parts of a shard that a look at the web needs, of which it changes none. */
type Looking = Pick<Shard, 'deps' | 'documents' | 'long' | 'limitedHosts'>;

/** Result of a look at the web. */
type Look = { readonly found: Discovery; readonly gathered: Gathered | null };

/** Finds the feed that a URL stands for, as the first poll would. It writes nothing, and takes no longer than a poll may. */
export async function discoverFeed(looking: Looking, url: string, now: number): Promise<Discovery> {
  const feed = bareFeed('discover', url);
  const { found } = await look(looking, feed, await stateAt(feed, null, now), now);
  return found;
}

/**
 * Polls a feed as `value` has it up to the point at which a poll would write or offer anything. What is remembered under that
 * name counts where it is of the same URL. The daily look at older pages is left out: only newest comments are shown.
 */
export async function previewFeed(looking: Looking, name: string, value: string, now: number): Promise<Preview> {
  const { deps, documents } = looking;
  const read = readFeedConfig(name, value, deps.secrets);
  if (!read.ok) return nothing(reasonOf(read));
  const feed = read.value;
  const stored = documents.document(name);
  const state = await stateAt(feed, stored.ok ? stored.value : null, now);
  const { notBefore } = state.feedState;
  if (notBefore !== null && now < notBefore)
    return nothing(`The server has asked not to be polled before ${iso(notBefore)}.`);
  const { found, gathered } = await look(looking, feed, state, now);
  if (gathered === null) return { found, comments: [] };
  const plan = decide(feed, state.watch, gathered.read, lookBackDay(feed.name, now), now);
  if (plan.kind === 'failed')
    return { found: { kind: 'none', reason: planFailure(plan.reason, gathered).detail, others: [] }, comments: [] };
  return { found, comments: commentsOf(feed, gathered, filteredPlan(feed, gathered, plan), now) };
}

/** Gathers as a poll does, with a state of which nothing is kept; a large body is parsed alone, for there is memory for one. */
async function look(
  { deps, long, limitedHosts }: Looking,
  feed: Feed,
  { feedState, watch }: LoadedState,
  now: number,
): Promise<Look> {
  const [trace, day] = [new Trace(), lookBackDay(feed.name, now)];
  const { url } = targetOf(feed, feedState);
  const gate = limitedHosts.gateOf(url, now);
  if (gate !== null && !(await limitedHosts.takeTurn(deps, gate, null, null, now)))
    return { found: none(NOT_ITS_TURN, trace), gathered: null };
  const fetchFeed: Dependencies['fetchFeed'] = async (request) => {
    const answer = await deps.fetchFeed(request);
    // A look writes nothing: the first poll learns of it, if there is one.
    await limitedHosts.noteWait(deps, request, answer, now);
    return answer;
  };
  try {
    const { result } = await withPollDeadline(deps.deadline, (signal, web) =>
      long.during(deps.deadline, (alone) =>
        gather(
          { deps: { ...deps, fetchFeed }, ...wantedOf(feed), now, day, alone, signal, web, trace },
          feedState,
          watch,
        ),
      ),
    );
    if (result.ok && 'pages' in result.value)
      return { found: foundIn(result.value, feed, trace), gathered: result.value };
    if (result.ok) return { found: none('The server says that nothing has changed.', trace), gathered: null };
    if (result.wider !== undefined) trace.note(result.wider, 'site', 'all comments of the site');
    return { found: none(remedied(result, url).detail, trace), gathered: null };
  } catch {
    return { found: none('It cannot be read to its end, or not in the time that there is.', trace), gathered: null };
  }
}

/** Gives what a poll of the feed reads first: of a site that is followed its posts. */
function wantedOf(feed: Feed): Pick<GatherContext, 'feed' | 'url' | 'wanted'> {
  return { feed, url: feed.url, ...(feed.follow === null ? {} : { wanted: 'posts' as const }) };
}

function foundIn({ answer, facts, pages, posts }: Gathered, feed: Feed, trace: Trace): Discovery {
  const { url, of } = answer.found ?? ({ url: feed.url, of: 'feed' } as const);
  const { title, homePage } = facts;
  return {
    kind: 'feed',
    chosen: trace.chosen(url, of),
    title,
    homePage,
    comments: posts.reduce((sum, { count }) => sum + (count ?? 0), pages[0]?.length ?? 0),
    others: trace.others(url),
  };
}

function none(reason: string, trace: Trace): Discovery {
  return { kind: 'none', reason, others: trace.others(null) };
}

function nothing(reason: string): Preview {
  return { found: { kind: 'none', reason, others: [] }, comments: [] };
}

/** The state that a poll of the feed would start from, as if it had looked at older pages today, and had never read a body. */
async function stateAt(
  feed: Feed,
  stored: Parameters<typeof loadedStateOf>[1] | null,
  now: number,
): Promise<LoadedState> {
  const source = await sourceOf(wantedOf(feed));
  const known = stored?.feedState.source === source ? stored : { feedState: freshState(source), remembered: [] };
  const { watch, feedState } = loadedStateOf({ url: feed.url, now }, known, source);
  const lookBack = { day: lookBackDay(feed.name, now), page: null, url: null, old: 0 };
  const unread = { ...feedState, validators: null, digest: null };
  return { stored: unread, feedState: unread, watch: { ...watch, lookBack } };
}

/** Gives page 1's newest comments, newest first, each with its offer, if a poll made one. */
function commentsOf(feed: Feed, { facts, pages }: Gathered, plan: Taken, now: number): readonly PreviewedComment[] {
  const [first = []] = pages;
  const offerOf = commentOffers({ feed, facts, pages, now }, plan);
  const planned = new Map(plan.offers.flatMap((offer) => (offer.page === 0 ? [[offer.at, offer] as const] : [])));
  const places = first.map(({ published }, at) => ({ at, time: Date.parse(published ?? '') }));
  if (plan.after.direction === 'oldest-first') places.reverse();
  const isTimed = places.every(({ time }) => !Number.isNaN(time));
  const newest = (isTimed ? places.toSorted((one, other) => other.time - one.time) : places).slice(0, SHOWN);
  return newest.flatMap(({ at }): readonly PreviewedComment[] => {
    const offer = planned.get(at) ?? null;
    const rendered = offerOf(offer ?? { type: 'comment.created', page: 0, at, key: '', content: '', hold: null });
    if (rendered === null) return [];
    return [{ offer: offer === null ? null : rendered, event: rendered.event, reason: reasonFor(offer, plan) }];
  });
}

const HELD: Readonly<Record<HoldCause, string>> = {
  'first poll': 'there before the watch begins: not sent',
  'below the edge': 'older than what was there when the watch began: not sent',
  import: 'one of many old comments that appeared at once: not sent',
  'another address': 'there before the feed was read from this address: not sent',
  paused: 'came while the feed was paused: not sent',
};

function reasonFor(offer: PlannedOffer | null, { watching }: Taken): string {
  // All that page 1 shows and that is not known is offered, be it to be held.
  if (offer === null) return 'known already';
  if (offer.hold === 'filtered') return `rejected by the feed’s filter: ${offer.rule ?? 'a rule'}`;
  if (offer.hold === 'baseline') return HELD[offer.cause ?? 'first poll'];
  if (offer.type === 'comment.updated') return 'edited since it was sent';
  return watching === null ? 'new' : 'one of the newest, which backfill asks for';
}
