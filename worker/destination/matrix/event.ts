import { run } from '../../markup/run.ts';
import { utf8Length } from '../../markup/text/utf8.ts';
import { type HtmlDialect, hypertextLine } from '../../markup/write/hypertext.ts';
import type { Refs } from '../channel.ts';
import type { Content } from '../content/content.ts';
import { fit } from '../content/fit.ts';
import { writeHtmlContent } from '../content/html-content.ts';
import { writePlainContent } from '../content/plain-content.ts';
import { HTML, nameless } from './html.ts';

/**
 * Most bytes of a text, and of its HTML, as JSON. An event may have 65,536 with all that servers add to it, and an edit has both
 * twice. https://spec.matrix.org/latest/client-server-api/#size-limits
 */
const PART_BYTES = 14_500;

/** Name of all who are in the room, in `mention`. */
const ROOM = '@room';

/** Whom a message pings. Without it, servers would look for names in the text. */
type Mentions = { readonly user_ids?: readonly string[]; readonly room?: true };

type Text = {
  readonly msgtype: 'm.text' | 'm.notice';
  readonly body: string;
  readonly format: 'org.matrix.custom.html';
  readonly formatted_body: string;
  readonly 'm.mentions': Mentions;
};

type InReplyTo = { readonly 'm.in_reply_to': { readonly event_id: string } };

/** Relation of an event to earlier ones. https://spec.matrix.org/latest/client-server-api/#forming-relationships-between-events */
type Relation =
  | { readonly rel_type: 'm.replace'; readonly event_id: string }
  | ({ readonly rel_type: 'm.thread'; readonly event_id: string; readonly is_falling_back: boolean } & InReplyTo)
  | InReplyTo;

/** Content of an event `m.room.message`. */
export type MessageEvent = Text & { readonly 'm.new_content'?: Text; readonly 'm.relates_to'?: Relation };

/** Settings of messages. `mentions`: users' ids, or `@room`. */
export type MessageOptions = { readonly silent: boolean; readonly mentions: readonly string[] };

/** Content of a new message, which pings whom the owner names. */
export function newEvent(content: Content, { thread, parent }: Refs, options: MessageOptions): MessageEvent {
  const relation = relationOf(thread, parent?.sent ?? null);
  const text = textOf(content, options);
  return relation === null ? text : { ...text, 'm.relates_to': relation };
}

/** Content of an edit of the message `sent`, which pings nobody. https://spec.matrix.org/latest/client-server-api/#event-replacements */
export function editEvent(content: Content, sent: string, options: MessageOptions): MessageEvent {
  const text = textOf(content, { ...options, mentions: [] });
  return {
    ...text,
    body: `* ${text.body}`,
    formatted_body: `* ${text.formatted_body}`,
    'm.new_content': text,
    'm.relates_to': { rel_type: 'm.replace', event_id: sent },
  };
}

/** True if all of the content fits a message. */
export function isWhole(content: Content, { mentions }: MessageOptions): boolean {
  const { body, html } = write(content, mentions);
  return jsonBytes(body) <= PART_BYTES && jsonBytes(html) <= PART_BYTES;
}

function textOf(content: Content, options: MessageOptions): Text {
  const { mentions, silent } = options;
  const { body, html } = write(
    fit(content, (some) => isWhole(some, options)),
    mentions,
  );
  return {
    msgtype: silent ? 'm.notice' : 'm.text',
    body,
    format: 'org.matrix.custom.html',
    formatted_body: html,
    'm.mentions': mentionsOf(mentions),
  };
}

function mentionsOf(mentions: readonly string[]): Mentions {
  const users = mentions.filter((name) => name !== ROOM);
  return { ...(users.length > 0 && { user_ids: users }), ...(users.length < mentions.length && { room: true }) };
}

function write(content: Content, mentions: readonly string[]): { readonly body: string; readonly html: string } {
  const { main, foot } = writeHtmlContent(content, HTML);
  const text = nameless(writePlainContent(content, HTML));
  const html = foot === '' ? main : `${main}<p>${foot}</p>`;
  if (mentions.length === 0) return { body: text, html };
  return { body: `${mentions.join(' ')}\n${text}`, html: `<p>${mentions.map(pill).join(' ')}</p>${html}` };
}

/** HTML of what the owner wrote: names in it are alive. */
const ALIVE: HtmlDialect = { ...HTML, text: (text) => text, isLink: () => true };

/** Name that clients show as a mention: for a user a permalink, for the room its name. */
function pill(name: string): string {
  if (name === ROOM) return ROOM;
  return hypertextLine([run(name, {}, `https://matrix.to/#/${encodeURIComponent(name)}`)], ALIVE);
}

/**
 * A reply to `parent`, in a thread or not. In a thread, what is no reply says that it names a message for clients without threads alone.
 * https://spec.matrix.org/latest/client-server-api/#threading
 */
function relationOf(thread: string | null, parent: string | null): Relation | null {
  if (thread === null) return parent === null ? null : { 'm.in_reply_to': { event_id: parent } };
  return {
    rel_type: 'm.thread',
    event_id: thread,
    is_falling_back: parent === null,
    'm.in_reply_to': { event_id: parent ?? thread },
  };
}

function jsonBytes(text: string): number {
  return utf8Length(JSON.stringify(text));
}
