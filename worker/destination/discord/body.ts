import { clip } from '../../markup/text/clip.ts';
import type { Content } from '../content/content.ts';
import { fit } from '../content/fit.ts';
import { writeContent } from '../content/markdown-content.ts';
import { dialect, fitsLink } from './dialect.ts';

/** Longest `content`. https://discord.com/developers/docs/resources/webhook#execute-webhook. In UTF-16 units, the stricter. */
const CONTENT_LENGTH = 2_000;

/** Longest description of an embed. https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
const DESCRIPTION_LENGTH = 4_096;

/** Longest name of a thread, in UTF-16 units. https://discord.com/developers/docs/resources/webhook#execute-webhook */
export const THREAD_NAME_LENGTH = 100;

/** Flags of a message. https://discord.com/developers/docs/resources/message#message-object-message-flags */
const SUPPRESS_EMBEDS = 4;
const SUPPRESS_NOTIFICATIONS = 4_096;

/** Users, roles and groups that a message pings, with the text that names them; `null`: nobody. */
export type Ping = { readonly text: string; readonly allowed: AllowedMentions } | null;

/** Mentions that may ping, of all that stand in a message. https://discord.com/developers/docs/resources/message#allowed-mentions-object */
export type AllowedMentions = {
  readonly parse: readonly 'everyone'[];
  readonly users?: readonly string[];
  readonly roles?: readonly string[];
};

/** Body of a message; of an edit as well, which replaces all that it names. */
export type Body = {
  readonly content: string;
  readonly embeds: readonly { readonly description: string }[];
  readonly allowed_mentions: AllowedMentions;
  readonly flags: number;
  readonly thread_name?: string;
};

/** Options of a message beside its content. */
export type BodyOptions = {
  readonly ping: Ping;
  readonly isSilent: boolean;
  /** Name of the thread that it opens; `null`: it opens none. */
  readonly threadName: string | null;
};

/**
 * Body of a message. All of it is text, which everybody sees and finds; what has no room there goes into an embed, which a
 * person can switch off, and with it what is longest: the comment's words, the lists.
 */
export function bodyOf(content: Content, { ping, isSilent, threadName }: BodyOptions): Body {
  const [text, description] = written(
    fit(content, (part) => fits(part, ping)),
    ping,
  );
  const silent = isSilent ? SUPPRESS_NOTIFICATIONS : 0;
  const name = threadName === null ? '' : clip(threadName.trim(), THREAD_NAME_LENGTH);
  return {
    content: text,
    embeds: description === null ? [] : [{ description }],
    // Left out, it would be the default, of an edit as well: whoever is named is pinged.
    allowed_mentions: ping?.allowed ?? { parse: [] },
    flags: silent + (description === null ? SUPPRESS_EMBEDS : 0),
    ...(threadName === null ? {} : { thread_name: name === '' ? 'Comments' : name }),
  };
}

/** True if all of the content has room in one message. */
export function fits(content: Content, ping: Ping): boolean {
  const [text, description] = written(content, ping);
  return text.length <= CONTENT_LENGTH && (description === null || description.length <= DESCRIPTION_LENGTH);
}

/** Text of a message and the description of its embed; `null`: it has none. */
function written(content: Content, ping: Ping): readonly [string, string | null] {
  const whole = pinging(write(content), ping);
  if (whole.length <= CONTENT_LENGTH) return [whole, null];
  const outside = pinging(write({ ...content, body: [], isCut: false, sections: [], left: 0 }), ping);
  const inside = write({ ...content, head: [], foot: [] });
  if (inside !== '' && outside.length <= CONTENT_LENGTH) return [outside, inside];
  return [pinging(dialect.lineStart(dialect.text(content.preview)), ping), write(content)];
}

function write(content: Content): string {
  return writeContent(content, dialect, { fits: fitsLink });
}

function pinging(text: string, ping: Ping): string {
  return ping === null ? text : `${ping.text}\n${text}`;
}
