import * as v from 'valibot';
import type { Answer, Outgoing } from '../../exchange.ts';
import { capacityOf } from '../content/capacity.ts';
import { contentOf } from '../content/content-of.ts';
import type { Content } from '../content/content.ts';
import { fit } from '../content/fit.ts';
import { roundupContent } from '../content/roundup.ts';
import type { Channel, DeliveryContext } from '../channel.ts';
import { endpoint } from '../endpoint.ts';
import { keyword, mention, template } from '../fields.ts';
import { definePlatform } from '../platform.ts';
import { verdict } from './answer.ts';
import { type Additions, fitsPost, postMessage } from './post.ts';

/** Feishu's host, and that of Lark, its other name. */
const HOSTS = new Set(['open.feishu.cn', 'open.larksuite.com']);
const HOOK = /^\/open-apis\/bot\/v2\/hook\/[\w-]+\/?$/;

/** URLs of Feishu's flows, which take variables of their own and no messages. */
const FLOW = /^https?:\/\/(?:[\w-]+\.)*(?:feishu\.cn|larksuite\.com)\/flow\/api\/trigger-webhook(?:\/|$)/i;
const NEEDED = 'needed is that of a custom bot, https://open.feishu.cn/open-apis/bot/v2/hook/…';

const schema = v.strictObject({
  url: v.pipe(
    endpoint,
    v.check((url) => !FLOW.test(url), `is the URL of a flow; ${NEEDED}`),
    v.check(isHook, `is no URL of today’s custom bots; ${NEEDED}`),
    v.description('The custom bot’s webhook URL, of Feishu or Lark.'),
  ),
  secret: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\S+$/, 'must be the secret of the bot’s signature verification, without white space'),
      v.description('Secret of the bot’s signature verification, where that is on.'),
    ),
  ),
  keyword,
  template,
  mention: mention(/^(?:all|ou_\w{1,64})$/, 'must be all, or a person’s open_id, as ou_18eac8…'),
});

type Settings = v.InferOutput<typeof schema>;

/** Feishu or Lark, through a group's custom bot. */
export const feishu = definePlatform({
  type: 'feishu',
  alias: 'lark',
  family: 'chat',
  guess: (url) => HOSTS.has(url.hostname) || FLOW.test(url.href),
  schema,
  credentials: ['url', 'secret'],
  open: (settings) => ({ ok: true, value: open(settings) }),
});

/** True if a URL of Feishu's is that of a custom bot. */
function isHook(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed === null || !HOSTS.has(parsed.hostname) || HOOK.test(parsed.pathname);
}

function open({ url, secret, ...settings }: Settings): Channel {
  const additions: Additions = { mentions: [settings.mention ?? []].flat(), keyword: settings.keyword ?? null };
  const fits = (content: Content): boolean => fitsPost(content, additions);
  const request = async (content: Content, { now }: DeliveryContext): Promise<Outgoing> => ({
    kind: 'http',
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ ...(await signature(secret, now)), ...postMessage(fit(content, fits), additions) }),
  });
  return {
    // Five a second, and a hundred a minute. https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
    pace: { count: 5, per: 3_000 },
    // All else in the URL is its secret.
    place: `feishu:${new URL(url).hostname}`,
    threads: false,
    edits: false,
    readsAnswer: true,
    render: (message, refs, about) => request(contentOf(message, { ...refs, sent: null }, settings.template), about),
    roundup: (comments, _refs, about) => request(roundupContent(comments), about),
    capacity: (comments) => capacityOf(comments, fits),
    read: (answer: Answer) => ({ verdict: verdict(answer, NEEDED), receipt: null, learned: null }),
  };
}

/**
 * Time and signature of a request: the time in seconds and the secret are the key, and nothing is what is signed. It is
 * taken for an hour.
 */
async function signature(secret: string | undefined, now: number): Promise<{ timestamp?: string; sign?: string }> {
  if (secret === undefined) return {};
  const timestamp = String(Math.floor(now / 1000));
  const bytes = new TextEncoder().encode(`${timestamp}\n${secret}`);
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signed = await crypto.subtle.sign('HMAC', key, new Uint8Array());
  return { timestamp, sign: btoa(String.fromCharCode(...new Uint8Array(signed))) };
}
