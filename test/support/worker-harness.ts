import { deriveSecret } from '../../worker/destination/sign.ts';
import type { Message, MessageData } from '../../worker/model.ts';
import { CANARY, leakIn } from './canary.ts';
import { Control } from './control.ts';
import { Earshot, KEY, worker } from './earshot.ts';
import { FeedServer } from './feed-server.ts';
import { movableType, type Said } from './feeds.ts';
import { Receiver } from './receiver.ts';
import { waitFor } from './wait.ts';

/** A Worker that runs, a web of feeds for it to read, and receivers for it to tell. */
export class WorkerHarness {
  readonly earshot: Earshot;
  readonly feeds: FeedServer;
  /** Server that the stepping Worker asks; the real one never does. */
  readonly control: Control;
  readonly #receivers: Receiver[] = [];

  private constructor(earshot: Earshot, feeds: FeedServer, control: Control) {
    this.earshot = earshot;
    this.feeds = feeds;
    this.control = control;
  }

  /** Opens one on a state of its own; `entry` is a main file that stands in for the Worker's, `root` has another wrangler.toml. */
  static async open(
    entry?: string,
    vars: Readonly<Record<string, string>> = {},
    root?: string,
  ): Promise<WorkerHarness> {
    const control = await Control.open();
    const secrets = { CONTROL: control.url, ADMIN_TOKEN: `${CANARY}-admin-token` };
    const earshot = await Earshot.start(await worker(entry), { ...secrets, ...vars }, root);
    return new WorkerHarness(earshot, await FeedServer.open(), control);
  }

  /** Opens a receiver and configures it as a webhook, or as what `more` says. */
  async destination(name: string, more: Readonly<Record<string, unknown>> = {}): Promise<Receiver> {
    const receiver = await Receiver.open();
    this.#receivers.push(receiver);
    await this.earshot.configure(`destination:${name}`, { url: receiver.url, ...more });
    return receiver;
  }

  /** Configures a feed at the server's path of its name, polled at every tick. */
  async watch(name: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.earshot.configure(`feed:${name}`, { url: this.feeds.url(`/${name}`), every: '5m', ...more });
  }

  /** Serves a post's comments as that feed, and lets them be read. */
  async say(feed: string, said: readonly Said[]): Promise<void> {
    this.feeds.serve(`/${feed}`, movableType(said));
    await this.earshot.tick();
  }

  /** Ends everything. Fails where a line of the log held what belongs into none. */
  async close(): Promise<void> {
    const hosts = this.#receivers.map(({ url }) => new URL(url).host);
    await this.earshot.stop();
    const { lines, printed } = this.earshot;
    const leak = leakIn([...lines, ...printed], hosts);
    await Promise.all([this.feeds.close(), this.control.close(), ...this.#receivers.map((each) => each.close())]);
    if (leak !== undefined) throw new Error(`This line of the log holds what belongs into none: ${leak}`);
  }
}

/** The secret that a destination's webhooks are signed with. */
export function secretFor(destination: string): Promise<string> {
  return deriveSecret(KEY, destination);
}

/** Waits until so many messages were taken, and gives them all: more than that, if more came. */
export function arrival(receiver: Receiver, count: number): Promise<readonly Message[]> {
  return waitFor(`${count} messages`, () => receiver.messages.length >= count && receiver.messages);
}

/** The comments that the messages of type `comment.created` carry, in order. */
export function created(messages: readonly Message[]): readonly MessageData['comment.created'][] {
  return messages.flatMap((message) => (message.type === 'comment.created' ? [message.data] : []));
}

/** Their IDs. */
export function commentIds(messages: readonly Message[]): readonly string[] {
  return created(messages).map(({ comment }) => comment.id);
}
