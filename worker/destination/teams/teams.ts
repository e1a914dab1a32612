import * as v from 'valibot';
import type { Answer, Outgoing, PlatformVerdict } from '../../exchange.ts';
import { capacityOf } from '../content/capacity.ts';
import { contentOf } from '../content/content-of.ts';
import type { Content } from '../content/content.ts';
import { fit } from '../content/fit.ts';
import { roundupContent } from '../content/roundup.ts';
import type { Channel } from '../channel.ts';
import { endpoint } from '../endpoint.ts';
import { mention, template } from '../fields.ts';
import { definePlatform } from '../platform.ts';
import { cardMessage, fitsCard } from './card.ts';

/** Hosts of Power Automate, by their end: today's, and those from before autumn 2025. */
const FLOW_HOST = /\.(?:api\.powerplatform\.com|logic\.azure\.com)$/;
const FLOW_PATH = /\/workflows\/([^/]+)\/triggers\/manual\/paths\/invoke$/;

/** Office's connectors, which Microsoft shut down in May 2026. */
const CONNECTOR = /^https?:\/\/(?:[^/?#]+\.webhook\.office\.com|outlook\.office(?:365)?\.com\/+webhook)(?:[/:?#]|$)/i;
/** Pages of Teams itself, as "Copy link" gives them, and of the workflow's editor. */
const PAGE =
  /^https?:\/\/(?:teams\.(?:microsoft|live|cloud\.microsoft)(?:\.com)?|make\.powerautomate\.com)(?:[/:?#]|$)/i;
const NEEDED =
  'in the channel’s menu choose Workflows, then “Send webhook alerts to a channel”, and copy the URL that it shows';

/** Id of a user: a user principal name (a guest's has `#EXT#`), or Entra's object id. */
const USER =
  /^(?:[\dA-Fa-f]{8}(?:-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12}|[A-Za-z\d][\w.'+-]{0,63}(?:#EXT#)?@[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)+)$/;

const schema = v.strictObject({
  url: v.pipe(
    endpoint,
    v.check((url) => !CONNECTOR.test(url), `is that of an Office connector, which Microsoft has shut down: ${NEEDED}`),
    v.check((url) => !PAGE.test(url), `is a page of Teams or Power Automate, to which nothing can be sent: ${NEEDED}`),
    v.check(isSigned, 'lacks its “sig”, without which the workflow takes nothing: copy the whole URL'),
    v.description('The workflow’s URL.'),
  ),
  template,
  mention: mention(USER, 'must be a user’s sign-in name (ada@example.org) or Entra object id'),
});

type Settings = v.InferOutput<typeof schema>;

/** Microsoft Teams, through a workflow that posts what it gets. */
export const teams = definePlatform({
  type: 'teams',
  family: 'chat',
  guess: (url) =>
    (FLOW_HOST.test(url.hostname) && FLOW_PATH.test(url.pathname)) || CONNECTOR.test(url.href) || PAGE.test(url.href),
  schema,
  credentials: ['url'],
  open: (settings) => ({ ok: true, value: open(settings) }),
});

/** True if a URL of Power Automate's holds its signature. */
function isSigned(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed === null || !FLOW_HOST.test(parsed.hostname) || parsed.searchParams.has('sig');
}

function open({ url, ...settings }: Settings): Channel {
  const mentions = [settings.mention ?? []].flat();
  const fits = (content: Content): boolean => fitsCard(content, mentions);
  const request = (content: Content): Outgoing => ({
    kind: 'http',
    method: 'POST',
    url,
    // No Authorization: with the URL's own signature that would be two schemes, which is an error.
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(cardMessage(fit(content, fits), mentions)),
  });
  return {
    // Nothing is published for workflows; what is throttled behind the flow is lost without a sign, so it is far below.
    pace: { count: 1, per: 3_000 },
    place: placeOf(url),
    threads: false,
    edits: false,
    readsAnswer: true,
    render: async (message, refs) => request(contentOf(message, { ...refs, sent: null }, settings.template)),
    roundup: async (comments) => request(roundupContent(comments)),
    capacity: (comments) => capacityOf(comments, fits),
    read: (answer) => ({ verdict: verdict(answer), receipt: null, learned: null }),
  };
}

/** The workflow's id, which is no secret without the signature; of a URL of another shape the host. */
function placeOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  return `teams:${FLOW_PATH.exec(pathname)?.[1] ?? hostname}`;
}

const failure = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ error: v.object({ code: v.pipe(v.string(), v.regex(/^\w{1,64}$/)) }) }),
);

/** Reads an answer: 202 says that the flow has begun, and there is nothing beyond it to know. */
function verdict({ status, body }: Answer): PlatformVerdict | null {
  if (status === 429) return { kind: 'slow-down', wait: null };
  const parsed = v.safeParse(failure, body);
  if (!parsed.success || status < 400 || status >= 500) return null;
  const { code } = parsed.output.error;
  switch (code) {
    case 'MissingApiVersionParameter':
      return { kind: 'config', field: 'url', detail: 'lacks its “api-version”: copy the whole URL of the workflow' };
    case 'DirectApiAuthorizationRequired':
      return {
        kind: 'config',
        field: 'url',
        detail: 'is that of a workflow which asks who calls it: let its trigger take “Anyone”, and copy the whole URL',
      };
    case 'WorkflowTriggerIsNotEnabled':
      return { kind: 'broken', code, probe: 'hourly' };
    case 'WorkflowNotFound':
      return { kind: 'broken', code, probe: 'daily' };
    default:
      return status === 400 || status === 413 ? { kind: 'message', code } : null;
  }
}
