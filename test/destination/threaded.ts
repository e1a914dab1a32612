import * as v from 'valibot';
import type { DeliveryContext, Channel, Refs, Reply } from '../../worker/destination/channel.ts';
import { endpoint } from '../../worker/destination/endpoint.ts';
import { definePlatform } from '../../worker/destination/platform.ts';
import type { Answer, Outgoing, PlatformVerdict } from '../../worker/exchange.ts';
import type { Message } from '../../worker/model.ts';

const schema = v.strictObject({ url: endpoint, room: v.string(), token: v.string() });

/** A request's body, as the chat of this platform takes it. */
export const posted = v.strictObject({
  text: v.string(),
  thread: v.nullable(v.string()),
  parent: v.nullable(
    v.strictObject({ sent: v.string(), author: v.nullable(v.string()), excerpt: v.nullable(v.string()) }),
  ),
  learned: v.nullable(v.string()),
  deliveryId: v.string(),
  /** Number of comments that a roundup stands for. */
  count: v.nullable(v.number()),
});

/** Most comments that one message shows. */
export const CAPACITY = 20;

const id = v.pipe(v.string(), v.regex(/^[a-z\d]{1,40}$/));
const answered = v.union([
  v.object({ id, thread: v.nullable(id) }),
  v.object({ error: v.string(), kind: v.optional(v.string()) }),
]);

/** A chat that the tests make up: it threads, edits by PATCH, names what it took, and refuses what it likes. */
export const threaded = definePlatform({
  type: 'threaded',
  family: 'chat',
  guess: (url) => url.hostname === 'threaded.example',
  schema,
  credentials: ['token'],
  open: ({ url, room, token }) => ({ ok: true, value: open(url, room, token) }),
});

function open(url: string, room: string, token: string): Channel {
  const request = (
    message: Message | null,
    text: string,
    count: number | null,
    refs: Refs,
    about: DeliveryContext,
  ): Outgoing => {
    const isEdit = message?.type === 'comment.updated' && refs.sent !== null;
    const { thread, parent } = refs;
    const { deliveryId, learned } = about;
    return {
      kind: 'http',
      method: isEdit ? 'PATCH' : 'POST',
      url: isEdit ? `${url}messages/${encodeURIComponent(refs.sent)}` : `${url}messages`,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ text, thread, parent, learned, deliveryId, count }),
    };
  };
  return {
    pace: { count: 3600, per: 1_000 },
    place: `threaded:${room}`,
    threads: true,
    edits: true,
    readsAnswer: true,
    render: async (message, refs, about) => request(message, stringsOf(message.data).join('\n'), null, refs, about),
    roundup: async (comments, refs, about) => {
      const text = comments.map(({ data }) => data.comment.text).join('\n');
      return request(null, text, comments.length, refs, about);
    },
    capacity: (comments) => Math.min(comments.length, CAPACITY),
    read,
  };
}

function read({ body }: Answer): Reply {
  const nothing: Reply = { verdict: null, receipt: null, learned: null };
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), answered), body);
  if (!parsed.success) return nothing;
  const answer = parsed.output;
  // Whatever the status: that a receipt is kept only where the message is delivered is the Outbox's part.
  if ('id' in answer) return { ...nothing, receipt: { sent: answer.id, thread: answer.thread } };
  return { ...nothing, verdict: VERDICTS[answer.error] ?? null, learned: answer.kind ?? null };
}

const VERDICTS: Readonly<Record<string, PlatformVerdict>> = {
  thread_gone: { kind: 'again', without: 'thread' },
  too_old: { kind: 'again', without: 'sent' },
  parent_gone: { kind: 'again', without: 'parent' },
  bad_message: { kind: 'message', code: 'bad_message' },
  wait: { kind: 'slow-down', wait: 5_000 },
  room_gone: { kind: 'broken', code: 'room_gone', probe: 'daily' },
};

function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}
