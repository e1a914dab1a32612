import type { Env } from '../env.ts';
import { withDeadline } from '../io/deadline.ts';
import type { Handed } from '../rpc/config.ts';
import type { FeedQuery, FeedStatus, OverviewQuery, PollNowOutcome, ShardOverview } from '../rpc/feeds.ts';
import type { FeedCopy, PollerRpc, TickFacts } from '../rpc/poller.ts';
import type { PostQuery, PostStatus } from '../rpc/posts.ts';
import type { Discovery, Preview } from '../rpc/preview.ts';
import { NAME } from '../config/fields.ts';
import { IssueTable } from './issue-table.ts';
import { ConfigReader } from './config-reader.ts';
import { ChildSchedule } from './follow/children.ts';
import { ChildStore } from './store/child-store.ts';
import { DocumentStore } from './store/document-store.ts';
import { isolated } from './isolate.ts';
import { Handover } from './handover.ts';
import { findIssues } from './find-issues.ts';
import { reportIssues } from './report-issues.ts';
import { FeedStore } from './store/feed-store.ts';
import { Invocations } from './invocations.ts';
import { LimitedHosts } from './limited-hosts.ts';
import { syncFeeds, forgetGone } from './membership.ts';
import { pollNow } from './poll-now.ts';
import { Round } from './round.ts';
import type { Shard } from './shard.ts';
import { Schedule } from './schedule.ts';
import { SeenWriter } from './store/seen-writer.ts';
import { ShardObject } from './shard-object.ts';
import { TickSummary } from './tick-summary.ts';
import { HostQueues, Lock } from './concurrency.ts';
import { type Listed, pageOf, postsOf, statusesOf } from './feed-list.ts';
import { adoptFeed, copyFeed, resetFeed, resumeFeed } from './memory.ts';
import { overviewOf } from './overview.ts';
import { discoverFeed, previewFeed } from './preview.ts';
import { CachedViews } from './feed-view.ts';
import { type Dependencies } from './dependencies.ts';

/** One shard of the feeds: remembers and polls them. */
export class Poller extends ShardObject implements PollerRpc {
  readonly #feeds: FeedStore;
  readonly #documents: DocumentStore;
  readonly #children: ChildStore;
  readonly #handover: Handover;
  readonly #issues: IssueTable;
  readonly #seen: SeenWriter;
  readonly #configs: ConfigReader;
  readonly #views = new CachedViews();
  readonly #schedule = new Schedule();
  readonly #childSchedule = new ChildSchedule();
  readonly #limitedHosts: LimitedHosts;
  readonly #invocations: Invocations;
  readonly #hostQueues = new HostQueues();
  readonly #long = new Lock();
  #lastTick: number | null = null;
  /** The shard's part of the puts into SEEN, as the last tick had it: unknown is the least. */
  #share = 0;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#feeds = new FeedStore(this.database);
    this.#documents = new DocumentStore(this.database);
    this.#children = new ChildStore(this.database);
    this.#handover = new Handover(this.#documents, () => this.limiter.idle());
    this.#issues = new IssueTable(this.database);
    this.#limitedHosts = new LimitedHosts(this.notes);
    this.#invocations = new Invocations((id) => this.deps.goOn(state.id, id));
    this.#seen = new SeenWriter(this.#feeds, this.#documents, this.#children);
    this.#configs = new ConfigReader(this.notes, this.#feeds, this.#schedule, this.#views);
  }

  async tick(
    now: number,
    listed: readonly string[] | null,
    { share = 1, keys, shards = 0, digests = new Map() }: TickFacts = {},
  ): Promise<void> {
    const started = Date.now();
    const { deps } = this;
    const previous = this.#lastTick;
    this.watch.noteTick(Math.max(now, started)); // The clock of `npm start`'s sample is behind.
    this.#lastTick = now;
    this.#share = share;
    const summary = new TickSummary();
    this.count.raise(shards);
    const names = await this.claims.claimAll(deps, listed);
    const rows = syncFeeds(this.#feeds, names, now, (name) => this.isOurs(name));
    const views = await this.#configs.read(
      deps,
      rows.map((row) => this.#views.viewOf(row, deps.secrets)),
      digests,
      now,
    );
    await isolated(null, () =>
      withDeadline(deps.deadline, (signal) => this.#handover.offerAllOwed({ deps, now, signal })),
    );
    await new Round(this.#shard(deps), summary, now, share).pollDue(views);
    const issues = findIssues(views, this.#feeds.unreadable(), keys ?? null);
    // Where CONFIG could not be listed, an issue that is not found may be there all the same.
    const found = { issues, isAll: names !== null, destinations: keys?.destinations ?? null };
    await isolated(null, () => reportIssues(deps, this.#issues, found, previous, now));
    await isolated(null, () => forgetGone(this.#shard(deps), now));
    summary.log(this.ctx.id.name ?? null, Date.now() - started);
  }

  async goOn(id: string): Promise<boolean> {
    return this.#invocations.begin(id);
  }

  async pollNow(name: string, now: number): Promise<PollNowOutcome> {
    if (!NAME.test(name)) return { outcome: 'unknown' };
    await this.claim(name);
    return pollNow(this.#shard(this.deps), name, this.#share, now);
  }

  async handFeed(name: string, handed: Handed): Promise<void> {
    if (!NAME.test(name)) return;
    await this.claim(name);
    this.#feeds.handed.take(name, handed);
  }

  async resetFeed(name: string, now: number): Promise<void> {
    if (!NAME.test(name)) return;
    await this.claim(name);
    await resetFeed(this.#shard(this.deps), name, now);
  }

  async resumeFeed(name: string, deliver: boolean, now: number): Promise<void> {
    await this.claim(name);
    await resumeFeed(this.#shard(this.deps), name, deliver, now);
  }

  async copyFeed(name: string): Promise<FeedCopy | null> {
    await this.claim(name);
    return copyFeed(this.#shard(this.deps), name, Date.now());
  }

  async adoptFeed(name: string, copy: FeedCopy, now: number): Promise<boolean> {
    if (!NAME.test(name)) return false;
    await this.claim(name);
    return adoptFeed(this.#shard(this.deps), name, copy, now);
  }

  async discover(url: string, now: number): Promise<Discovery> {
    return discoverFeed(this.#shard(this.deps), url, now);
  }

  async preview(name: string, value: string, now: number): Promise<Preview> {
    return previewFeed(this.#shard(this.deps), name, value, now);
  }

  async feedStatuses(names: readonly string[] | null, now: number): Promise<readonly FeedStatus[]> {
    for (const name of names ?? []) await this.claim(name);
    return statusesOf(this.#listed(), names, now);
  }

  async feedPage(query: FeedQuery, now: number): Promise<readonly FeedStatus[]> {
    return pageOf(this.#listed(), query, now);
  }

  async feedPosts(name: string, query: PostQuery, now: number): Promise<readonly PostStatus[]> {
    await this.claim(name);
    return postsOf(this.#listed(), name, query, now);
  }

  async shardOverview(query: OverviewQuery, now: number): Promise<ShardOverview> {
    const known = [this.watch.lastTick, this.#configs.lastRead].filter((at) => at !== null);
    return overviewOf(this.#listed(), query, known.length === 0 ? null : Math.max(...known), now);
  }

  #listed(): Listed {
    return { ...this.#shard(this.deps), secrets: this.deps.secrets };
  }

  /** The lasting parts that a round works with. */
  #shard(deps: Dependencies): Shard {
    return {
      deps,
      feeds: this.#feeds,
      views: this.#views,
      documents: this.#documents,
      children: this.#children,
      childSchedule: this.#childSchedule,
      handover: this.#handover,
      schedule: this.#schedule,
      limiter: this.limiter,
      hostQueues: this.#hostQueues,
      limitedHosts: this.#limitedHosts,
      invocations: this.#invocations,
      long: this.#long,
      seen: this.#seen,
    };
  }
}
