import * as v from 'valibot';
import type { Outgoing } from '../../exchange.ts';
import type { Channel } from '../channel.ts';
import { capacityOf } from '../content/capacity.ts';
import { contentOf } from '../content/content-of.ts';
import type { Content } from '../content/content.ts';
import { fit } from '../content/fit.ts';
import { writeContent } from '../content/markdown-content.ts';
import { roundupContent } from '../content/roundup.ts';
import { endpoint } from '../endpoint.ts';
import { mention, silent, template } from '../fields.ts';
import { definePlatform } from '../platform.ts';
import { verdictOf } from './answer.ts';
import { MARKDOWN, target } from './dialect.ts';

/**
 * Longest text, in UTF-16 units. The server splits one of more than 16,383 characters into several posts; nobody reads
 * as much in a channel. https://developers.mattermost.com/integrate/webhooks/incoming/
 */
const TEXT_LENGTH = 6_000;

/** Longest target of a link, in UTF-16 units. */
const LINK_LENGTH = 1_500;

/** Path of a webhook, on any host and below any path: an id of Mattermost's is 26 characters. */
const WEBHOOK = /\/hooks\/(?:commands\/)?[a-z0-9]{26}\/?$/;

const COMMAND = /\/hooks\/+commands\//;

const schema = v.strictObject({
  url: v.pipe(
    endpoint,
    v.check(
      (url) => !COMMAND.test(url),
      'is the URL for answers to a slash command; needed is that of an incoming webhook, https://…/hooks/…',
    ),
    v.description('The incoming webhook’s URL.'),
  ),
  mention: mention(/^@[a-z\d][a-z\d._-]{0,63}$/i, 'must be @ and a user’s or group’s name, @here, @channel or @all'),
  silent,
  template,
});
type Settings = v.InferOutput<typeof schema>;

/** Mattermost, through an incoming webhook: it answers no ids, so there are no threads and no edits. */
export const mattermost = definePlatform({
  type: 'mattermost',
  family: 'chat',
  guess: (url) => WEBHOOK.test(url.pathname),
  schema,
  credentials: ['url'],
  open: (settings) => ({ ok: true, value: open(settings) }),
});

function open({ url, ...settings }: Settings): Channel {
  const mentions = [settings.mention ?? []].flat();
  const written = (content: Content): string =>
    [...mentions, writeContent(content, MARKDOWN, { fits: (href) => target(href).length <= LINK_LENGTH })].join(' ');
  const fits = (content: Content): boolean => written(content).length <= TEXT_LENGTH;
  const request = (content: Content): Outgoing => ({
    kind: 'http',
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ text: written(fit(content, fits)), ...(settings.silent === true ? { silent: true } : {}) }),
  });
  return {
    // Its own limiter, off by default, is 10 a second for all that one address asks.
    // https://docs.mattermost.com/administration-guide/configure/rate-limiting-configuration-settings.html
    pace: { count: 2, per: 1_000 },
    place: `mattermost:${new URL(url).host}`,
    threads: false,
    edits: false,
    readsAnswer: true,
    render: async (message, refs) => request(contentOf(message, { ...refs, sent: null }, settings.template)),
    roundup: async (comments) => request(roundupContent(comments)),
    capacity: (comments) => capacityOf(comments, fits),
    read: (answer) => ({ verdict: verdictOf(answer), receipt: null, learned: null }),
  };
}
