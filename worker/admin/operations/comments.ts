import { fieldsOfValue, valueOfText } from '../../config/config-value.ts';
import { readFeedConfig } from '../../config/feed.ts';
import { NAME } from '../../config/fields.ts';
import { excerpt } from '../../destination/content/excerpt.ts';
import type { LogEntry, LoggedComment, LogQuery, MessageState } from '../../rpc/log.ts';
import type { Done, Operations } from '../operations.ts';
import { type CommentAnswer, type ListQuery, messageStates, type Page } from '../shapes.ts';
import * as v from 'valibot';
import { type Context, isoOrNull, outboxOf } from './context.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { invalidField } from './invalid.ts';
import { reasonOf, ruleOf, shownState } from './message-answer.ts';
import { presentFeed } from './stored.ts';

/** Longest excerpt of a comment in a list, in UTF-16 units. */
const EXCERPT_LENGTH = 200;

const state = v.nullable(v.picklist(messageStates));

/** Most messages that one page goes through: as many as an Outbox gives at once. */
const MOST = 200;

/** Operations on a feed's comments, as the Outboxes of its destinations have them. */
export function commentOperations(context: Context): Pick<Operations, 'comments' | 'comment'> {
  return {
    comments: async (name, query) => {
      const to = await destinationsOf(context, name);
      return to.ok ? listComments(context, name, to.value, query) : to;
    },
    comment: async (name, id) => {
      const to = await destinationsOf(context, name);
      if (!to.ok) return to;
      const known = await knownBy(context, name, to.value, [id]);
      const found = known.flatMap(({ comments }) => comments).find(({ key }) => key === id);
      if (found === undefined)
        return { ok: false, status: 404, detail: 'No destination of the feed has such a comment in its log.' };
      const answer = commentAnswer(found, known);
      return { ok: true, value: { ...answer, text: factsOf(found)?.comment.text ?? null } };
    },
  };
}

/** An Outbox's part of a list. */
type Part = { readonly destination: string; readonly comments: readonly LoggedComment[] };

/** Names of the destinations that a feed names now; where its value is not valid, those that can be read of it. */
async function destinationsOf(context: Context, name: string): Promise<Done<readonly string[]>> {
  const stored = await presentFeed(context, name);
  if (!stored.ok) return stored;
  const { text } = stored.value;
  const read = readFeedConfig(name, text, context.secrets);
  if (read.ok) return { ok: true, value: read.value.to };
  const { to = 'default' } = fieldsOfValue(valueOfText(text));
  const names: readonly unknown[] = Array.isArray(to) ? to : [to];
  return { ok: true, value: names.filter((one) => typeof one === 'string').filter((one) => NAME.test(one)) };
}

/**
 * A page of a feed's comments, newest first. Each is listed by one of the feed's destinations, in the order in which that
 * took it over: so none is listed twice, and a cursor is one place in each destination's log.
 */
async function listComments(
  context: Context,
  feed: string,
  to: readonly string[],
  query: ListQuery,
): Promise<Done<Page<CommentAnswer>>> {
  const cursor = readCursor(query.after);
  if (cursor === null) return invalidField('after', 'is not the "next" of a page before', 'query');
  const wanted = v.parse(state, query.state);
  const { q } = query;
  // Each destination may have them all, and most stand in the others' lists as well.
  const limit = Math.min(MOST, query.limit * to.length);
  const lists = await Promise.all(
    to.map(async (destination) => {
      const before = cursor.get(destination);
      if (before === 'end') return { destination, comments: [], next: null };
      const asked: LogQuery & { readonly feed: string } = {
        feed,
        limit,
        ...(before === undefined ? {} : { before }),
        ...(wanted === null ? {} : { state: wanted }),
        ...(q === null ? {} : { q }),
      };
      return { destination, ...(await outboxOf(context, destination).comments(asked)) };
    }),
  );
  const all = merged(lists, limit);
  const known = await knownBy(context, feed, to, [...new Set(all.map(({ comment }) => comment.key))]);
  const listed = all.filter(({ destination, comment }) => listedBy(comment.key, known, wanted) === destination);
  const beyond = listed[query.limit];
  const found = beyond === undefined ? all : all.slice(0, all.indexOf(beyond));
  const items = listed.slice(0, query.limit).map(({ comment }) => commentAnswer(comment, known));
  const places = lists.map(({ destination, comments, next }) => {
    const taken = found.filter((one) => one.destination === destination).map(({ comment }) => comment.entry.seq);
    if (taken.length < comments.length) return [destination, taken.at(-1) ?? cursor.get(destination)] as const;
    return [destination, next ?? 'end'] as const;
  });
  const isOver = places.every(([, place]) => place === 'end');
  return { ok: true, value: { items, next: isOver ? null : writeCursor(places) } };
}

/** The newest of all lists, each of which stays in its order: that is what its cursor goes by. */
function merged(
  lists: readonly Pick<Part, 'destination' | 'comments'>[],
  limit: number,
): readonly { readonly destination: string; readonly comment: LoggedComment }[] {
  const left = lists.map(({ destination, comments }) => ({ destination, comments: [...comments] }));
  const found: { destination: string; comment: LoggedComment }[] = [];
  const acceptedOf = ({ comments: [first] }: (typeof left)[number]) => first?.entry.accepted ?? -1;
  while (found.length < limit) {
    const newest = left.toSorted((one, other) => acceptedOf(other) - acceptedOf(one))[0];
    const comment = newest?.comments.shift();
    if (newest === undefined || comment === undefined) break;
    found.push({ destination: newest.destination, comment });
  }
  return found;
}

/** Asks each destination for its messages about these comments. */
function knownBy(
  context: Context,
  feed: string,
  to: readonly string[],
  keys: readonly string[],
): Promise<readonly Part[]> {
  return Promise.all(
    to.map(async (destination) => ({
      destination,
      comments: await outboxOf(context, destination).commentsByKey(feed, keys),
    })),
  );
}

/**
 * The destination that lists a comment: the last that has taken it over, of those that have it in a state that is asked for.
 * Its message comes before the others', so that pages are not filled with what others list.
 */
function listedBy(key: string, known: readonly Part[], wanted: MessageState | null): string | undefined {
  const takers = known.flatMap(({ destination, comments }) =>
    comments
      .filter((one) => one.key === key && (wanted === null || one.entry.state === wanted))
      .map(({ entry }) => ({ destination, accepted: entry.accepted })),
  );
  return takers.toSorted((one, other) => other.accepted - one.accepted)[0]?.destination;
}

function commentAnswer(logged: LoggedComment, known: readonly Part[]): CommentAnswer {
  const { key } = logged;
  const facts = factsOf(logged);
  const all = known.flatMap(({ destination, comments }) =>
    comments
      .filter((one) => one.key === key)
      .flatMap(({ entry }) => {
        const became = shownState(entry);
        return became === null ? [] : [becameOf(destination, entry, became)];
      }),
  );
  return {
    id: key,
    url: facts?.comment.url ?? null,
    author: facts?.comment.author.name ?? null,
    published: instantOf(facts?.comment.published ?? null),
    post: facts?.post?.title ?? null,
    excerpt: excerpt(facts?.comment.text ?? null, EXCERPT_LENGTH),
    destinations: all,
  };
}

function becameOf(
  name: string,
  entry: LogEntry,
  became: CommentAnswer['destinations'][number]['state'],
): CommentAnswer['destinations'][number] {
  const reason = reasonOf(entry) ?? ruleOf(entry);
  return { name, message: entry.id, state: became, reason, until: isoOrNull(entry.until) };
}

function factsOf({ event }: LoggedComment) {
  return event?.type === 'comment.created' || event?.type === 'comment.updated' ? event.data : null;
}

/** A comment's time as it was stored, in the one form that answers have. */
function instantOf(published: string | null): string | null {
  const instant = Date.parse(published ?? '');
  return Number.isNaN(instant) ? null : new Date(instant).toISOString();
}
