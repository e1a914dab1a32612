import * as v from 'valibot';
import { endpoint } from './endpoint.ts';
import type { Answer, Outgoing, PlatformVerdict } from '../exchange.ts';
import type { Platform } from './platform.ts';
import { SECRET, sign } from './sign.ts';

const secret = v.pipe(
  v.string(),
  v.check((text) => text === text.trim(), 'has white space around it'),
  v.regex(SECRET, 'must be whsec_ and the base64 of 24 to 64 bytes'),
);

const schema = v.strictObject({
  url: v.pipe(endpoint, v.description('Where messages are posted to.')),
  secret: v.optional(
    v.pipe(
      v.union([secret, v.pipe(v.array(secret), v.minLength(1, 'must hold a secret'))]),
      v.description('Its own whsec_… secret, or a list while rotating; derived of SIGNING_KEY where it is left out.'),
    ),
  ),
});

type Settings = v.InferOutput<typeof schema>;

/** A receiver of one's own: the message as JSON, signed as Standard Webhooks says. */
export const webhook: Platform<Settings> = {
  type: 'webhook',
  family: 'webhook',
  guess: () => false,
  schema,
  credentials: ['url', 'secret'],
  // Nobody publishes a limit for it. A receiver that answers within 100 ms gets no more than it can take one by one.
  pace: { count: 10, per: 1_000 },
  render: (message, settings) => ({
    method: 'POST',
    url: settings.url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: message.id, type: message.type, timestamp: message.timestamp, data: message.data }),
  }),
  readsAnswer: false,
  verdict,
  secrets: ({ secret: own }) => (own === undefined ? null : typeof own === 'string' ? [own] : own),
  sign: async (request, signing) => ({
    ...request,
    headers: { ...request.headers, ...(await sign(signing, request.body)) },
  }),
};

/**
 * A Google Apps Script answers with a redirect to its output once it has run. One to a login page has run nothing.
 * https://developers.google.com/apps-script/guides/content#redirects
 */
function verdict({ status, location = '' }: Answer, { url }: Outgoing): PlatformVerdict | null {
  if ((status !== 302 && status !== 303) || URL.parse(url)?.hostname !== 'script.google.com') return null;
  return URL.parse(location)?.hostname === 'accounts.google.com' ? null : { kind: 'delivered' };
}
