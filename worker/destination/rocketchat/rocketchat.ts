import * as v from 'valibot';
import type { HttpRequest } from '../../exchange.ts';
import type { Channel, Refs } from '../channel.ts';
import { capacityOf } from '../content/capacity.ts';
import { contentOf } from '../content/content-of.ts';
import type { Content } from '../content/content.ts';
import { fit } from '../content/fit.ts';
import { writeContent } from '../content/markdown-content.ts';
import { roundupContent } from '../content/roundup.ts';
import { endpoint } from '../endpoint.ts';
import { mention, template, threads } from '../fields.ts';
import { definePlatform } from '../platform.ts';
import { readAnswer } from './answer.ts';
import { MARKUP, target } from './dialect.ts';

/** Longest text, in UTF-16 units: the setting Message_MaxAllowedSize as it comes. https://docs.rocket.chat/docs/message */
const TEXT_LENGTH = 5_000;

/** Longest target of a link, in UTF-16 units. */
const LINK_LENGTH = 1_000;

/** Path of an incoming integration: its id, in old ones its user's, and a token of 48 characters. */
const INTEGRATION =
  /\/hooks\/(?:(?:sample|info|add|remove)\/)?[A-Za-z\d]{17,24}\/(?:[A-Za-z\d]{17,24}\/)?[\w%-]{24,}\/?$/;

/** Other paths of integrations, which take no messages. */
const OTHER = /\/hooks\/+(?:sample|info|add|remove)\//;

const schema = v.strictObject({
  url: v.pipe(
    endpoint,
    v.check(
      (url) => !OTHER.test(url),
      'takes no messages; needed is that of an incoming integration, https://…/hooks/…/…',
    ),
    v.description('The incoming integration’s URL.'),
  ),
  mention: mention(/^@[\w.-]{1,100}$/, 'must be @ and a user’s name, @here or @all'),
  threads,
  template,
});
type Settings = v.InferOutput<typeof schema>;

/** Rocket.Chat, through an incoming integration. */
export const rocketchat = definePlatform({
  type: 'rocketchat',
  family: 'chat',
  guess: (url) => INTEGRATION.test(url.pathname),
  schema,
  credentials: ['url'],
  open: (settings) => ({ ok: true, value: open(settings) }),
});

/** Fence with an empty line below it. The line that a fence ends counts as one already. */
const BELOW_CODE = /^```\n\n/gm;

// Off as it comes: in a thread a message is not shown in the channel, and of what would show it there (`tmshow`) an
// integration takes nothing over (processWebhookMessage of github.com/RocketChat/Rocket.Chat). A later one may.
function open({ url, ...settings }: Settings): Channel {
  const mentions = [settings.mention ?? []].flat();
  const hasThreads = (settings.threads ?? false) !== false;
  const written = (content: Content): string =>
    [...mentions, writeContent(content, MARKUP, { fits: (href) => target(href).length <= LINK_LENGTH })]
      .join(' ')
      .replaceAll(BELOW_CODE, '```\n');
  const fits = (content: Content): boolean => written(content).length <= TEXT_LENGTH;
  const request = (content: Content, { thread }: Refs): HttpRequest => {
    const isInThread = hasThreads && thread !== null;
    const payload = {
      text: written(fit(content, fits)),
      parseUrls: false,
      separateResponse: true,
      ...(isInThread ? { tmid: thread } : {}),
      ...(isInThread && settings.threads !== 'only' ? { tmshow: true } : {}),
    };
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    return { kind: 'http', method: 'POST', url, headers, body: JSON.stringify(payload) };
  };
  return {
    // Setting API_Enable_Rate_Limiter_Limit_Calls_Default, by the minute. https://docs.rocket.chat/docs/rate-limiter
    pace: { count: 10, per: 60_000 },
    place: placeOf(url),
    threads: hasThreads,
    edits: false,
    readsAnswer: true,
    render: async (message, refs) => request(contentOf(message, { ...refs, sent: null }, settings.template), refs),
    roundup: async (comments, refs) => request(roundupContent(comments), refs),
    capacity: (comments) => capacityOf(comments, fits),
    read: (answer, sent) =>
      sent.kind === 'http' ? readAnswer(answer, sent, hasThreads) : { verdict: null, receipt: null, learned: null },
  };
}

/** Server and integration, whose id stands in the URL before its token; of a URL of another shape the host alone. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  const [, integration] = /\/hooks\/([A-Za-z\d]{17,24})\/[^/]/.exec(pathname) ?? [];
  return integration === undefined ? `rocketchat:${host}` : `rocketchat:${host}/${integration}`;
}
