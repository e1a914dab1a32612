import * as v from 'valibot';
import type { Answer, Outgoing, PlatformVerdict } from '../exchange.ts';
import type { Message } from '../model.ts';
import type { Channel } from './channel.ts';
import { endpoint } from './endpoint.ts';
import { requestHeaders } from './headers.ts';
import { definePlatform } from './platform.ts';
import { deriveSecret, SIGNING_SECRET, sign, SIGNING_KEY_LENGTH, signingKey } from './sign.ts';
import { templatedBody, webhookTemplate } from './webhook-template.ts';

const FORM = 'must be whsec_ and the base64 of 24 to 64 bytes';
const secret = v.pipe(v.string(), v.regex(SIGNING_SECRET, FORM));

/** Headers that are Earshot's, or the connection's. https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const OWN_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'webhook-id',
  'webhook-signature',
  'webhook-timestamp',
]);

const headers = v.pipe(
  requestHeaders,
  v.check(
    (given) => !namesOf(given).some((name) => OWN_HEADERS.has(name)),
    'has a name that only Earshot itself can send',
  ),
  v.check((given) => new Set(namesOf(given)).size === namesOf(given).length, 'has one name twice'),
  v.description('Request headers, such as { "authorization": "secret:NAME" }.'),
);

/** URLs of n8n that work only while its editor waits for one call. https://docs.n8n.io/integrations/builtin/core-nodes/n8n-nodes-base.webhook/ */
const N8N_TEST = /^[^?#]*\/webhook-test\//;

const schema = v.strictObject({
  url: v.pipe(
    endpoint,
    v.check((url) => !N8N_TEST.test(url), 'is n8n’s test URL; needed is its production URL, with /webhook/ in it'),
    v.description('Where messages are posted to.'),
  ),
  secret: v.optional(
    v.pipe(
      v.union([secret, v.pipe(v.array(secret), v.minLength(1, 'must hold a secret'))], `${FORM}, or a list of such`),
      v.description('Its own whsec_… secret, or a list while rotating; derived from SIGNING_KEY where it is left out.'),
    ),
  ),
  headers: v.optional(headers),
  template: webhookTemplate,
});

type Settings = v.InferOutput<typeof schema>;

/** A receiver of one's own: the message as JSON, signed as Standard Webhooks says. */
export const webhook = definePlatform({
  type: 'webhook',
  family: 'webhook',
  guess: () => false,
  schema,
  credentials: ['url', 'secret', 'headers'],
  open: (settings, { name, secret: secretNamed }) => {
    const { secret: own } = settings;
    if (own !== undefined) return { ok: true, value: open(settings, async () => [own].flat()) };
    const keys = [secretNamed('SIGNING_KEY'), secretNamed('SIGNING_KEY_PREVIOUS')].map(signingKey);
    if (keys[0] === null) {
      const detail = `not given, and SIGNING_KEY is not set or under ${SIGNING_KEY_LENGTH} characters: set either`;
      return { ok: false, reason: 'config', key: `destination:${name}`, field: 'secret', detail };
    }
    return { ok: true, value: open(settings, derived(keys, name)) };
  },
});

/** Derives the `whsec_…` of each key when the first message is signed, and once. */
function derived(keys: readonly (string | null)[], name: string): () => Promise<readonly string[]> {
  let secrets: Promise<readonly string[]> | null = null;
  return () => (secrets ??= Promise.all(keys.filter((key) => key !== null).map((key) => deriveSecret(key, name))));
}

function namesOf(given: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(given).map((name) => name.toLowerCase());
}

function open(settings: Settings, secrets: () => Promise<readonly string[]>): Channel {
  const { url, template } = settings;
  const given = Object.entries(settings.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    // Nobody publishes a limit for it. A receiver that answers within 100 ms gets no more than it can take one by one.
    pace: { count: 10, per: 1_000 },
    place: `webhook:${new URL(url).host}`,
    threads: false,
    edits: false,
    readsAnswer: false,
    render: async (message, _refs, { now }) => {
      const body = template === undefined ? bodyOf(message) : templatedBody(template, message);
      const signing = { id: message.id, timestamp: Math.floor(now / 1000), secrets: await secrets() };
      const own = await sign(signing, body);
      const all = { 'content-type': 'application/json', ...Object.fromEntries(given), ...own };
      return { kind: 'http', method: 'POST', url, headers: all, body };
    },
    read: (answer, request) => ({ verdict: verdict(answer, request), receipt: null, learned: null }),
  };
}

function bodyOf({ id, type, timestamp, data }: Message): string {
  return JSON.stringify({ id, type, timestamp, data });
}

/**
 * A Google Apps Script answers with a redirect to its output once it has run. One to a login page has run nothing.
 * https://developers.google.com/apps-script/guides/content#redirects
 */
function verdict({ status, location = '' }: Answer, request: Outgoing): PlatformVerdict | null {
  const url = request.kind === 'http' ? request.url : '';
  if ((status !== 302 && status !== 303) || URL.parse(url)?.hostname !== 'script.google.com') return null;
  return URL.parse(location)?.hostname === 'accounts.google.com' ? null : { kind: 'delivered' };
}
