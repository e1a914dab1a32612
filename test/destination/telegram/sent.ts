import * as v from 'valibot';
import { NO_REFS, type Refs } from '../../../worker/destination/channel.ts';
import { telegram } from '../../../worker/destination/telegram/telegram.ts';
import type { Message } from '../../../worker/model.ts';
import { editing, parsed, sending } from '../fixture/telegram.ts';
import { created } from '../messages.ts';
import { ABOUT, bodyOf, http, opened } from '../opened.ts';

export const TOKEN = '123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
export const CHAT = -1_001_234_567_890;

/** A channel of Telegram's with these settings beside its token and chat. */
export function channelWith(settings: object = {}) {
  return opened(telegram, { token: TOKEN, chat: CHAT, ...settings });
}

/** The request about a message: its address and its body. */
export async function requestFor(
  message: Message,
  refs: Refs = NO_REFS,
  settings: object = {},
  learned: string | null = null,
) {
  const request = http(await channelWith(settings).render(message, refs, { ...ABOUT, learned }));
  const method = request.url.split('/').at(-1);
  const schema = method === 'editMessageText' ? editing : sending;
  return { method, url: request.url, body: v.parse(v.union([schema, sending]), JSON.parse(request.body)) };
}

/** Entities of the message about a comment with such HTML, each as its type and its text; those on top and below left out. */
export async function formsOf(html: string): Promise<readonly (readonly [string, string])[]> {
  const { text, entities } = parsed(bodyOf(await channelWith().render(created({ comment: { html } }), NO_REFS, ABOUT)));
  return entities
    .map(({ type, offset, length }) => [type, text.slice(offset, offset + length)] as const)
    .filter(
      ([, inside]) => !['Devon Young', 'QQ & friends', 'Open the comment', '2007-02-19 23:25 UTC'].includes(inside),
    );
}

/** Text of the comment alone in the message about it. */
export async function saidOf(html: string): Promise<string> {
  const { text } = parsed(bodyOf(await channelWith().render(created({ comment: { html } }), NO_REFS, ABOUT)));
  return text.slice(text.indexOf('\n\n') + 2, text.lastIndexOf('\n\n'));
}
