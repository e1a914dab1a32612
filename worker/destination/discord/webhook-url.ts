/** A webhook's own address, as a person pastes it. */
export type WebhookUrl = {
  /** Address of the webhook in the version of the API that Earshot speaks, without a query. */
  readonly base: string;
  readonly id: string;
  /** Thread that the pasted URL names; `null`: none. */
  readonly thread: string | null;
};

/** Hosts that Discord itself answers on, that of invitations among them. https://discord.com/developers/docs/reference#api-reference */
const HOST = /^(?:(?:(?:www|ptb|canary)\.)?discord(?:app)?\.com|discord\.gg)$/;

/** Path of a webhook, on any host: also with the ending by which it takes what is made for another chat. */
const PATH = /^(.*)\/api\/(?:v\d+\/)?webhooks\/(\d{1,20})\/([\w-]{1,200})(?:\/(?:slack|github))?\/*$/;

/** Id of anything at Discord, a 64-bit number. https://discord.com/developers/docs/reference#snowflakes */
export const SNOWFLAKE = /^\d{1,20}$/;

/** True if the host is Discord's own. */
export function isDiscord(url: URL): boolean {
  return HOST.test(url.hostname);
}

/**
 * Reads a webhook's URL; `null` where it is none. Without a version in the path the API is one in which `Retry-After` is in
 * milliseconds. https://discord.com/developers/docs/reference#api-versioning
 */
export function webhookUrl(pasted: string): WebhookUrl | null {
  const url = URL.parse(pasted);
  const [, before = '', id, token] = PATH.exec(url?.pathname ?? '') ?? [];
  if (url === null || id === undefined || token === undefined) return null;
  const thread = url.searchParams.get('thread_id');
  if (thread !== null && !SNOWFLAKE.test(thread)) return null;
  // A redirect is followed by nobody, and the old name may become one.
  if (url.hostname === 'discordapp.com') url.hostname = 'discord.com';
  return { base: `${url.origin}${before}/api/v10/webhooks/${id}/${token}`, id, thread };
}
