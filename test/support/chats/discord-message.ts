import * as v from 'valibot';

/** Channel of the webhook. */
const CHANNEL = '900000000000000002';

const mentions = v.object({
  parse: v.optional(v.array(v.string()), []),
  users: v.optional(v.array(v.string()), []),
  roles: v.optional(v.array(v.string()), []),
});
/** Body of a message, as Discord takes it. */
export const sent = v.object({
  content: v.nullish(v.pipe(v.string(), v.maxLength(2_000))),
  embeds: v.nullish(
    v.pipe(v.array(v.object({ description: v.pipe(v.string(), v.maxLength(4_096)) })), v.maxLength(10)),
  ),
  allowed_mentions: v.nullish(mentions),
  flags: v.nullish(v.number()),
  thread_name: v.nullish(v.pipe(v.string(), v.minLength(1), v.maxLength(100))),
  username: v.nullish(v.string()),
});
/** A message's body. */
export type Sent = v.InferOutput<typeof sent>;

/** A message that stands in the channel, as it is now. */
export type DiscordMessage = {
  readonly id: string;
  /** Thread that it is in; `null`: the channel itself. */
  readonly thread: string | null;
  readonly content: string;
  readonly embeds: readonly string[];
  readonly flags: number;
  /** Whom it has pinged, its edits as well: ids, `@here`, `@everyone`. */
  readonly pings: readonly string[];
  readonly edits: number;
};

/** Parts of a body that are shown. */
export function shownOf({ content, embeds, flags }: Sent): Pick<DiscordMessage, 'content' | 'embeds' | 'flags'> {
  return {
    content: (content ?? '').trim(),
    embeds: (embeds ?? []).map(({ description }) => description.trim()),
    flags: flags ?? 0,
  };
}

/** The message as an answer tells of it. */
export function messageOf(id: string, thread: string | null, of: Sent): unknown {
  const { content, flags } = shownOf(of);
  return { id, type: 0, channel_id: thread ?? CHANNEL, content, flags, embeds: of.embeds ?? [] };
}

/** Those whom a message pings: by default every user that it names, in code and behind a backslash as well. */
export function pingsOf({ content, allowed_mentions }: Sent): readonly string[] {
  const { parse, users, roles } = allowed_mentions ?? { parse: ['users'], users: [], roles: [] };
  return [...(content ?? '').matchAll(/<@(&?)!?(\d+)>|@(?:here|everyone)/g)].flatMap(([whole, role, id = '']) => {
    if (role === undefined) return parse.includes('everyone') ? [whole] : [];
    const isAllowed =
      role === '' ? parse.includes('users') || users.includes(id) : parse.includes('roles') || roles.includes(id);
    return isAllowed ? [id] : [];
  });
}
