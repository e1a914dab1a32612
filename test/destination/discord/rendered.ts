import { NO_REFS, type Refs } from '../../../worker/destination/channel.ts';
import { discord } from '../../../worker/destination/discord/discord.ts';
import type { HttpRequest } from '../../../worker/exchange.ts';
import type { Message } from '../../../worker/model.ts';
import { bodyOfDiscord } from '../fixture/discord.ts';
import { created, everyType } from '../messages.ts';
import { ABOUT, http, opened } from '../opened.ts';

/** A webhook’s id, its URL as pasted, and the address that it stands for. */
export const ID = '123456789012345678';
export const URL_OF = `https://discord.com/api/webhooks/${ID}/abc-DEF_123`;
export const BASE = `https://discord.com/api/v10/webhooks/${ID}/abc-DEF_123`;
/** A message’s id and a thread’s. */
export const [MESSAGE, THREAD] = ['223456789012345678', '323456789012345678'];
/** Circumstances of a delivery to a channel that was learned to be a forum. */
export const IN_FORUM = { ...ABOUT, learned: 'forum' };

/** Opens the channel with these settings beside its URL. */
export const open = (settings: object = {}) => opened(discord, { url: URL_OF, ...settings });
/** Message about an edit. */
export const updated = everyType().find(({ type }) => type === 'comment.updated') ?? created();
/** Refs of which these are known. */
export const refs = (over: Partial<Refs>): Refs => ({ ...NO_REFS, ...over });

/** Request of a message. */
export async function render(
  message: Message,
  of: Refs = NO_REFS,
  about = ABOUT,
  settings: object = {},
): Promise<HttpRequest> {
  return http(await open(settings).render(message, of, about));
}

/** Body of a message. */
export async function bodyOf(message: Message, of: Refs = NO_REFS, about = ABOUT, settings: object = {}) {
  return bodyOfDiscord((await render(message, of, about, settings)).body);
}

/** Body of a message about a comment with that HTML. */
export const html = (source: string): Promise<ReturnType<typeof bodyOfDiscord>> =>
  bodyOf(created({ comment: { html: source, text: source } }));
