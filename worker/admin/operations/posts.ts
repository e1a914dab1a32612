import * as v from 'valibot';
import { maskText } from '../../config/mask.ts';
import type { PostPlace, PostStatus } from '../../rpc/posts.ts';
import type { Done, Operations } from '../operations.ts';
import { type ListQuery, type Page, type PostAnswer, postShape } from '../shapes.ts';
import { type Context, isoOrNull, pollerOf } from './context.ts';
import { hasSecretUrl } from './feed-answer.ts';
import { invalidField } from './invalid.ts';
import { presentFeed } from './stored.ts';

const state = v.nullable(postShape.entries.state);

/** A place as a list's `after`. */
const PLACE = /^(\d)-(\d{1,15})-(\d{1,6})$/;

/** The operation that lists the posts of a site that is followed. */
export function postOperation(context: Context): Pick<Operations, 'posts'> {
  return { posts: (name, query) => readPosts(context, name, query) };
}

async function readPosts(context: Context, name: string, query: ListQuery): Promise<Done<Page<PostAnswer>>> {
  const stored = await presentFeed(context, name);
  if (!stored.ok) return stored;
  const { limit } = query;
  const after = query.after === null ? null : readPlace(query.after);
  if (query.after !== null && after === null)
    return invalidField('after', 'is not the "next" of a page before', 'query');
  const asked = { after, limit, state: v.parse(state, query.state) };
  const found = await (await pollerOf(context, name)).feedPosts(name, asked, context.now());
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const isSecret = hasSecretUrl(stored.value.text);
  return {
    ok: true,
    value: {
      items: items.map((post) => postAnswer(post, isSecret)),
      next: last === undefined || found.length <= limit ? null : writePlace(last.place),
    },
  };
}

function readPlace(text: string): PostPlace | null {
  const [, ...parts] = PLACE.exec(text) ?? [];
  const [rank, heard, number] = parts.map(Number);
  return rank === undefined || heard === undefined || number === undefined ? null : { rank, heard, number };
}

function writePlace({ rank, heard, number }: PostPlace): string {
  return `${rank}-${heard}-${number}`;
}

function postAnswer({ url, place: _place, ...post }: PostStatus, isSecret: boolean): PostAnswer {
  return {
    ...post,
    url: isSecret ? maskText(url) : url,
    since: isoOrNull(post.since),
    lastNews: isoOrNull(post.lastNews),
    lastPoll: isoOrNull(post.lastPoll),
    next: isoOrNull(post.next),
  };
}
