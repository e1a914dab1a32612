import { NO_REFS } from '../../../worker/destination/channel.ts';
import { slack } from '../../../worker/destination/slack/slack.ts';
import type { Message } from '../../../worker/model.ts';
import { created } from '../messages.ts';
import { ABOUT, http, opened } from '../opened.ts';

/** A Slack webhook. */
export const channel = opened(slack, { url: 'https://hooks.slack.com/services/T0/B0/x' });

/** The body of its request about a message. */
export async function bodyOf(message: Message): Promise<string> {
  return http(await channel.render(message, NO_REFS, ABOUT)).body;
}

/** That body, parsed. */
export async function payload(message: Message): Promise<unknown> {
  return JSON.parse(await bodyOf(message));
}

/** Parts of the block with the words of a comment with such HTML. */
export async function said(html: string): Promise<unknown> {
  const { blocks } = JSON.parse(await bodyOf(created({ comment: { html } })));
  return blocks[1].elements;
}

/** The time of the messages here, as Slack writes it in each reader's zone. */
export const DATE = '<!date^1171927536^{date_short_pretty} {time}|2007-02-19 23:25 UTC>';

/** Text, in a style. */
export function text(of: string, ...styles: readonly string[]): unknown {
  const style = Object.fromEntries(styles.map((name) => [name, true]));
  return { type: 'text', text: of, ...(styles.length === 0 ? {} : { style }) };
}

/** Link. */
export function link(url: string, of?: string, ...styles: readonly string[]): unknown {
  const style = Object.fromEntries(styles.map((name) => [name, true]));
  return { type: 'link', url, ...(of === undefined ? {} : { text: of }), ...(styles.length === 0 ? {} : { style }) };
}

/** Section of rich text. */
export function section(...elements: readonly unknown[]): unknown {
  return { type: 'rich_text_section', elements };
}

/** Unordered list. */
export function list(...elements: readonly unknown[]): unknown {
  return { type: 'rich_text_list', style: 'bullet', indent: 0, elements };
}

/** Block of rich text. */
export function richText(...elements: readonly unknown[]): unknown {
  return { type: 'rich_text', elements };
}

/** The small print of mrkdwn. */
export function context(of: string): unknown {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: of, verbatim: true }] };
}
