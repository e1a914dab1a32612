import * as v from 'valibot';
import { platforms } from '../../worker/destination/registry.ts';
import type { SendResult } from '../../worker/exchange.ts';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import { posted, threaded } from '../destination/threaded.ts';
import { created, type Post, OutboxHarness, updated } from './outbox.ts';

/** CONFIG's fields of a destination in the tests' own chat. */
export const CHAT = {
  type: 'threaded',
  url: 'https://threaded.example/',
  room: 'general',
  token: 't',
  events: ['comment.*'],
};

/** Opens an Outbox of the tests' own chat, whose roundups show every comment. */
export function openChat(name: string, over: Partial<Dependencies> = {}) {
  return OutboxHarness.open(name, CHAT, { platforms: [...platforms, threaded], ...over });
}

/** A request's body. */
export function request(post: Post | undefined) {
  return v.parse(posted, JSON.parse(post?.body ?? ''));
}

/** The id that the chat tells deliveries by. */
export function deliveryId(post: Post | undefined) {
  return request(post).deliveryId;
}

/** Number of comments that each request stands for. */
export function roundups(harness: OutboxHarness) {
  return harness.posts.map((post) => request(post).count ?? 1);
}

/** The texts of the comments that a request shows. */
export function shown(body: string) {
  return body.match(/text \w+\d+\./g) ?? [];
}

/** Offers of as many comments of a feed, each with a text of its own. */
export function comments(count: number, feed = 'blog') {
  return Array.from({ length: count }, (_, at) => created(`${feed}${at + 1}`, feed, `text ${feed}${at + 1}.`));
}

/** Key of the post that the comments are on. */
export const POST = 'blog.example/post';

/** An answer of the chat, with that body. */
export function says(body: unknown, status = 200): SendResult {
  return { kind: 'answered', status, retryAfter: null, body: JSON.stringify(body) };
}

/** Answers each request with an id of its own, `m1`, `m2` …; a new message begins the thread that it is not given. */
export function naming(harness: OutboxHarness): (post: Post) => SendResult {
  return (post) => {
    const name = `m${harness.posts.length}`;
    return says({
      id: post.method === 'PATCH' ? post.url.split('/').at(-1) : name,
      thread: request(post).thread ?? name,
    });
  };
}

/** Opens an Outbox of that chat, which names what it takes. */
export async function openNaming(name: string): Promise<OutboxHarness> {
  const harness = await openChat(name);
  harness.answer = naming(harness);
  return harness;
}

/** Gives of each request its method, its address, its thread and the message that it answers. */
export function sent({ posts }: OutboxHarness) {
  return posts.map((post) => {
    const { thread, parent } = request(post);
    return [post.method, post.url.replace('https://threaded.example/', ''), thread, parent?.sent ?? null];
  });
}

/** An offer of a comment on the post. */
export const of = (key: string, parent: string | null = null) => ({ ...created(key), post: POST, parent });
/** An offer of an edit of such a comment. */
export const edit = (key: string, text: string) => ({ ...updated(key, text), post: POST });
