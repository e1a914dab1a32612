import * as v from 'valibot';
import { endpoint } from '../endpoint.ts';
import { mention, template, threads } from '../fields.ts';
import { WEBHOOK_NEEDED } from './answer.ts';

/** URLs of Slack's workflows, which take variables of their own and no messages. */
const WORKFLOW = /^https?:\/\/hooks\.slack(?:-gov)?\.com\/+(?:triggers|workflows)(?:\/|$)/i;

/** Other addresses of Slack's: pages, as "Copy link" gives them, and the Web API. */
const PAGE = /^https?:\/\/(?!hooks\.)(?:[\w-]+\.)*slack(?:-gov)?\.com(?:[/:?#]|$)/i;

/** URL of a webhook, or one of another host, which may stand before it. */
const WEBHOOK = /^https?:\/\/(?!hooks\.slack(?:-gov)?\.com)|\/services(?:\/[^/?#]+){3}\/?(?:[?#]|$)/i;

/** Address of the Web API. */
export const API = 'https://slack.com/api';

/** Ids of conversations. Names do not do: `chat.update` takes none. */
const CHANNEL = /^[CGD][A-Z0-9]{2,30}$/;

/** Fields of a webhook, or of a bot. */
export const schema = v.pipe(
  v.strictObject({
    url: v.optional(
      v.pipe(
        endpoint,
        v.check((url) => !WORKFLOW.test(url), `is the URL of a workflow; ${WEBHOOK_NEEDED}`),
        v.check(
          (url) => !PAGE.test(url),
          `is a page of Slack, to which nothing can be sent; ${WEBHOOK_NEEDED}, or a bot’s "token" and "channel" alone`,
        ),
        v.check((url) => WORKFLOW.test(url) || WEBHOOK.test(url), `is not the whole URL; ${WEBHOOK_NEEDED}`),
        v.description('The incoming webhook’s URL; or a bot’s "token" and "channel" instead.'),
      ),
    ),
    token: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^xoxb-[\w-]+$/, 'must be a bot’s token, which begins with xoxb-'),
        v.description('The bot’s token, xoxb-…: with it comments go into threads, and edits into what was sent.'),
      ),
    ),
    channel: v.optional(
      v.pipe(
        v.string(),
        v.regex(CHANNEL, 'must be the channel’s id, like C0123456789, which stands in its details'),
        v.description('The id of the channel that the bot writes to.'),
      ),
    ),
    api: v.optional(v.pipe(endpoint, v.description(`The Web API’s address; ${API} where it is left out.`))),
    threads,
    template,
    mention: mention(
      /^(?:@(?:here|channel|everyone)|[UWS][A-Z0-9]{2,30})$/,
      'must be @here, @channel, @everyone, or the id of a user (U…, W…) or of a group (S…)',
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    const wrong = dataset.typed ? misfit(dataset.value) : null;
    if (wrong === null || !dataset.typed) return;
    const { value } = dataset;
    const { field, detail } = wrong;
    const path = [{ type: 'object', origin: 'value', input: value, key: field, value: value[field] }] as const;
    addIssue({ message: detail, path: [...path] });
  }),
);

type Own = {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly channel?: string | undefined;
  readonly api?: string | undefined;
  readonly threads?: boolean | 'only' | undefined;
};

/** The field that keeps the others from being either a webhook's or a bot's; `null`: they are. */
function misfit(own: Own): { readonly field: keyof Own; readonly detail: string } | null {
  const { url, token, channel } = own;
  if (token === undefined && channel === undefined) {
    const both = '"token" and "channel" of a bot';
    if (url === undefined) return { field: 'url', detail: `missing: the URL of an incoming webhook, or ${both}` };
    const alone = (['api', 'threads'] as const).find((field) => own[field] !== undefined && own[field] !== false);
    return alone === undefined ? null : { field: alone, detail: `needs ${both}: a webhook has none` };
  }
  if (url !== undefined) {
    return { field: 'url', detail: 'is a webhook’s, and "token" and "channel" are a bot’s: give either' };
  }
  if (token === undefined) return { field: 'token', detail: 'missing: the bot’s token, xoxb-…' };
  return channel === undefined ? { field: 'channel', detail: 'missing: the id of the bot’s channel' } : null;
}
