import { NO_REFS } from '../../worker/destination/channel.ts';
import { slack } from '../../worker/destination/slack.ts';
import type { Message } from '../../worker/model.ts';
import { created } from './messages.ts';
import { ABOUT, http, opened } from './opened.ts';

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

/** Slack's text of a comment with such HTML. */
export async function said(html: string): Promise<string> {
  return (
    /"type":"section","text":\{"type":"mrkdwn","text":("(?:[^"\\]|\\.)*")/g.exec(
      (await bodyOf(created({ comment: { html } }))).replace('"type":"section"', ''),
    )?.[1] ?? ''
  );
}
