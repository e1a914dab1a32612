import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { log } from '../io/log.ts';
import type { Handed } from '../rpc/config.ts';
import type { Accepted, Offer } from '../rpc/offer.ts';
import { accept } from './accept.ts';
import { OutboxContext } from './context.ts';
import type { LoggedMessage, LogPage, LogQuery } from '../rpc/log.ts';
import type { OutboxRpc, OutboxStatus, Replayed, Selection } from '../rpc/outbox.ts';
import { readComments, readCommentsByKey } from './log/comments.ts';
import { readLog } from './log/log.ts';
import { readMessage } from './log/message.ts';
import { readStatus } from './log/status.ts';
import { renameFeed } from './rename-feed.ts';
import { sendTest } from './send-test.ts';
import { readUsage } from './usage.ts';
import { replay } from './replay.ts';
import { applyHanded, dueAt, recheckConfig, runAlarm } from './deliver.ts';
import { takeHanded } from './handed.ts';
import { dependenciesOf } from './dependencies.ts';

/** Wait, ms, of an alarm's successor, where it has failed. */
const SUCCESSOR = 60_000;

/** One destination's queue: it owns a message from the moment that it has accepted it. */
export class Outbox extends DurableObject<Env> implements OutboxRpc {
  /** Open to tests. */
  readonly context: OutboxContext;
  #running = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.context = new OutboxContext(ctx.storage, dependenciesOf(env));
    // An alarm that was set long ago does not know the name that its object goes by.
    if (this.context.state.name === null && ctx.id.name !== undefined) this.context.change({ name: ctx.id.name });
  }

  /** Takes the offers over, durably, in order; one answer for each. Throws where it could not: nothing is taken then. */
  async enqueue(offers: readonly Offer[]): Promise<readonly Accepted[]> {
    const accepted = await accept(this.context, offers);
    await this.#arm();
    return accepted;
  }

  /** Sees to it that an alarm is set if anything waits, and that the destination is looked at again. */
  async wake(): Promise<void> {
    await recheckConfig(this.context);
    await this.#arm();
  }

  /** Takes a value of CONFIG that was written through the API. */
  async hand(handed: Handed): Promise<void> {
    takeHanded(this.context, handed);
    await applyHanded(this.context);
    await this.#arm();
  }

  /** Lets messages wait again, under the same id. */
  async replay(selection: Selection): Promise<Replayed> {
    const replayed = replay(this.context, selection);
    await this.#arm();
    return replayed;
  }

  /** Sends a test at once; gives its message's id. */
  async sendTest(feeds: readonly string[]): Promise<string> {
    const id = await sendTest(this.context, feeds);
    await this.#arm();
    return id;
  }

  /** Renames a feed in all that is kept of it. */
  async renameFeed(from: string, to: string): Promise<void> {
    renameFeed(this.context, from, to);
    await this.#arm();
  }

  /** A page of the delivery log, newest first. */
  log(query: LogQuery = {}): LogPage {
    return readLog(this.context, query);
  }

  /** One message, by its id; `null`: there is none. */
  message(id: string): Promise<LoggedMessage | null> {
    return readMessage(this.context, id);
  }

  /** Comments of a feed, newest first. */
  comments(query: LogQuery & { readonly feed: string }): ReturnType<OutboxRpc['comments']> {
    return readComments(this.context, query);
  }

  /** The same comments in this Outbox, by key, whichever feed has offered them first. */
  commentsByKey(_feed: string, keys: readonly string[]): ReturnType<OutboxRpc['commentsByKey']> {
    return readCommentsByKey(this.context, keys);
  }

  /** Rows written and messages sent in the UTC day of `now`, as an estimate. */
  usage(now: number): ReturnType<OutboxRpc['usage']> {
    return readUsage(this.context, now);
  }

  /** Status of the destination. */
  status(): OutboxStatus {
    return readStatus(this.context);
  }

  /**
   * Sends what is due. The runtime runs an alarm again that throws or is cut off, but six times at most: so each repeat has a
   * successor before it begins. What is known to be the first run needs none, and each that is set is a row.
   * https://developers.cloudflare.com/durable-objects/api/alarms/
   */
  override async alarm(run?: AlarmInvocationInfo): Promise<void> {
    if (run?.isRetry !== false) await this.#setSuccessor();
    if (this.#running) return;
    this.#running = true;
    try {
      await runAlarm(this.context).finally(() => {
        // From here on an enqueue arms by itself again; before, what it brought is found by the line after.
        this.#running = false;
      });
      await this.#arm();
    } catch {
      // A bug, or storage that is gone: the successor tries again.
      log('outbox.failed', { destination: this.context.shownName });
      await this.#setSuccessor();
    }
  }

  #setSuccessor(): Promise<void> {
    return this.ctx.storage.setAlarm(this.context.deps.now() + SUCCESSOR);
  }

  /** Sets the alarm for what is due next, if it is not set so: that is a row. Nothing is awaited after the question. */
  async #arm(): Promise<void> {
    const set = await this.ctx.storage.getAlarm();
    if (this.#running) return;
    const due = dueAt(this.context);
    // One that is overdue is set anew: it may be one that never comes again.
    const at = due === null ? null : Math.max(Math.ceil(due), this.context.deps.now());
    if (at === set) return;
    await (at === null ? this.ctx.storage.deleteAlarm() : this.ctx.storage.setAlarm(at));
  }
}
