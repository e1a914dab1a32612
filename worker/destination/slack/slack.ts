import { definePlatform } from '../platform.ts';
import { openBot } from './bot.ts';
import { API, schema } from './settings.ts';
import { openWebhook } from './webhook.ts';

/** Slack's own hosts: webhooks', and those of pages, whose URLs are of the wrong kind. */
const HOST = /^(?:[\w-]+\.)*slack(?:-gov)?\.com$/;

/** Slack: a webhook, which writes to one channel; or a bot, which threads and edits as well. */
export const slack = definePlatform({
  type: 'slack',
  family: 'chat',
  guess: (url) => HOST.test(url.hostname),
  addresses: ['url', 'api'],
  schema,
  credentials: ['url', 'token'],
  open: (settings, { name }) => {
    const { url, token, channel, api = API, threads = true, template } = settings;
    const mentions = [settings.mention ?? []].flat();
    if (token !== undefined && channel !== undefined) {
      return {
        ok: true,
        value: openBot({ token, channel, api: api.replace(/\/+$/, ''), threads, mentions, template }),
      };
    }
    if (url !== undefined) return { ok: true, value: openWebhook(url, mentions, template) };
    return { ok: false, reason: 'config', key: `destination:${name}`, field: 'url', detail: 'missing' };
  },
});
