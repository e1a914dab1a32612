import { type AnyChat, type Standing, type Threaded, THREADED } from './chats/standing.ts';
import { type SaidOn, siteComments } from './site-feed.ts';
import { waitFor } from './wait.ts';
import { WorkerHarness } from './worker-harness.ts';

/**
 * Platforms whose chats have threads. `edits`: a message is edited in place; `knowsRepeats`: what is sent again is there once;
 * `knowsThreads`: it opens no second thread, either.
 */
export const PLATFORMS = [
  { type: 'slack', edits: true, knowsRepeats: false, knowsThreads: false },
  { type: 'discord', edits: true, knowsRepeats: false, knowsThreads: false },
  { type: 'telegram', edits: true, knowsRepeats: false, knowsThreads: false },
  { type: 'matrix', edits: true, knowsRepeats: true, knowsThreads: true },
  { type: 'zulip', edits: true, knowsRepeats: false, knowsThreads: true },
  { type: 'googlechat', edits: false, knowsRepeats: true, knowsThreads: true },
  { type: 'rocketchat', edits: false, knowsRepeats: false, knowsThreads: false },
] as const;
const TYPES = PLATFORMS.map(({ type }) => type);

/** The first comments on three posts, then more of them, replies among these, then two edits. */
export const SAID: readonly (readonly SaidOn[])[] = [
  [
    { number: 1, post: 'kites' },
    { number: 2, post: 'lids' },
    { number: 3, post: 'swans' },
  ],
  [
    { number: 4, post: 'kites' },
    { number: 5, post: 'lids' },
    { number: 6, post: 'swans' },
    { number: 7, post: 'kites', answers: 1 },
    { number: 8, post: 'lids', answers: 5 },
  ],
  [
    { number: 1, post: 'kites', html: '<p>Thought 1, put right</p>' },
    { number: 7, post: 'kites', answers: 1, html: '<p>Thought 7, put right</p>' },
  ],
];

const CREATED = [
  'thread 1: Thought 1',
  'thread 2: Thought 2',
  'thread 3: Thought 3',
  'thread 1: Thought 4',
  'thread 2: Thought 5',
  'thread 3: Thought 6',
  'thread 1: In reply to Visitor 1 · Thought 1 · Thought 7',
  'thread 2: In reply to Visitor 5 · Thought 5 · Thought 8',
];

/** All of that as it is to stand in a chat, in order. */
export function told({ edits }: (typeof PLATFORMS)[number]): readonly string[] {
  if (edits) return CREATED.map((line) => line.replace(/Thought [17]$/, '$&, put right'));
  return [
    ...CREATED,
    'thread 1: edited a comment on · Thought 1, put right',
    'thread 1: edited a comment on · In reply to Visitor 1 · Thought 1 · Thought 7, put right',
  ];
}

/** Messages as lines, their threads numbered in the order of their first messages. */
export function linesOf(messages: readonly Standing[]): readonly string[] {
  const threads = [...new Set(messages.map(({ thread }) => thread))];
  return messages.map(({ thread, says }) => `thread ${threads.indexOf(thread) + 1}: ${says}`);
}

/** One feed of a site, told to every chat that has threads. */
export class Chatting {
  readonly harness: WorkerHarness;
  readonly #chats: ReadonlyMap<Threaded, AnyChat>;
  #said: readonly SaidOn[] = [];
  #delivered = 0;

  private constructor(harness: WorkerHarness, chats: ReadonlyMap<Threaded, AnyChat>) {
    this.harness = harness;
    this.#chats = chats;
  }

  /** Opens all chats, and a Worker that has read the feed while nobody had commented. */
  static async open(): Promise<Chatting> {
    const harness = await WorkerHarness.open();
    const chats = new Map<Threaded, AnyChat>();
    for (const type of TYPES) {
      const chat = await THREADED[type]();
      chats.set(type, chat);
      // The chats' own limits would make a test wait.
      const settings = { ...chat.settings, events: ['comment.*'], pace: '100/s' };
      await harness.earshot.configure(`destination:${type}`, settings);
    }
    const chatting = new Chatting(harness, chats);
    harness.feeds.serve('/site', siteComments([]));
    await harness.watch('site', { to: TYPES });
    await harness.earshot.tick();
    return chatting;
  }

  /** Messages that stand in a chat, in order of arrival. */
  standing(type: Threaded): readonly Standing[] {
    return this.#chats.get(type)?.standing() ?? [];
  }

  /** Deletes a thread of a chat. */
  deleteThread(type: Threaded, thread: string): void {
    this.#chats.get(type)?.deleteThread(thread);
  }

  /** Number of messages and edits that a chat has taken. */
  taken(type: Threaded): number {
    return this.#chats.get(type)?.taken() ?? 0;
  }

  /** Puts new comments into the feed, and others in place of those with their numbers, and waits until all chats have them. */
  async say(news: readonly SaidOn[]): Promise<void> {
    this.#serve(news);
    await this.harness.earshot.tick();
    await this.#arrival(news.length);
  }

  /** The same, but that the process is killed when each chat has taken a message that it has not answered. */
  async sayKilled(news: readonly SaidOn[]): Promise<void> {
    const chats = [...this.#chats.values()];
    const before = chats.map((chat) => chat.taken());
    for (const chat of chats) chat.mute(true);
    this.#serve(news);
    await this.harness.earshot.tick();
    await waitFor('a message in each chat', () => chats.every((chat, at) => chat.taken() > (before[at] ?? 0)));
    await this.harness.earshot.kill();
    for (const chat of chats) chat.mute(false);
    await this.harness.earshot.restart();
    await this.harness.earshot.tick(this.harness.earshot.nextHour);
    await this.#arrival(news.length);
  }

  async close(): Promise<void> {
    await this.harness.close();
    await Promise.all([...this.#chats.values()].map((chat) => chat.close()));
  }

  #serve(news: readonly SaidOn[]): void {
    const byNumber = new Map([...this.#said, ...news].map((one) => [one.number, one]));
    this.#said = [...byNumber.values()];
    this.harness.feeds.serve('/site', siteComments(this.#said));
  }

  async #arrival(count: number): Promise<void> {
    this.#delivered += count;
    const isDelivered = (type: Threaded): boolean =>
      this.harness.earshot
        .logged('message.sent')
        .filter(({ destination, outcome }) => destination === type && outcome === 'delivered').length >=
      this.#delivered;
    await waitFor('all of it in all chats', () => TYPES.every(isDelivered));
  }
}
