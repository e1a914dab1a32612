import * as v from 'valibot';
import type { Answer, HttpRequest, PlatformVerdict } from '../../exchange.ts';
import type { Channel, DeliveryContext, Reply } from '../channel.ts';
import { capacityOf } from '../content/capacity.ts';
import type { Content } from '../content/content.ts';
import { contentOf } from '../content/content-of.ts';
import { roundupContent } from '../content/roundup.ts';
import { endpoint } from '../endpoint.ts';
import { silent, template } from '../fields.ts';
import { definePlatform } from '../platform.ts';
import { type Envelope, fitsNtfy, ntfyBody } from './message.ts';

/** A topic's address: it stands alone behind the server's. https://docs.ntfy.sh/publish/ */
const TOPIC = /^\/(?<topic>[-\w]{1,64})$/;

/** Pages of a server's website, which are no topics. */
const PAGES = new Set(['account', 'app', 'docs', 'login', 'settings', 'signup', 'static', 'v1']);

/** Priority of messages that make no sound. https://docs.ntfy.sh/publish/#message-priority */
const LOW = 2;

const PRIORITY = 'must be a whole number from 1 (least) to 5 (most)';
const NEEDED = 'must be the server and a topic, https://ntfy.sh/my-topic, and nothing behind it';

const schema = v.strictObject({
  url: v.pipe(
    endpoint,
    v.check((url) => isTopic(URL.parse(url)), NEEDED),
    v.description('The server and the topic.'),
  ),
  token: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[\x21-\x7e]{1,500}$/, 'must be an access token: tk_…'),
      v.description('An access token, where the topic asks for one.'),
    ),
  ),
  priority: v.optional(
    v.pipe(
      v.number(PRIORITY),
      v.integer(PRIORITY),
      v.minValue(1, PRIORITY),
      v.maxValue(5, PRIORITY),
      v.description('1 (least) to 5 (most).'),
    ),
  ),
  silent,
  template,
});

type Settings = v.InferOutput<typeof schema>;

/** ntfy, on ntfy.sh or a server of one's own. */
export const ntfy = definePlatform({
  type: 'ntfy',
  family: 'chat',
  guess: ({ hostname }) => hostname === 'ntfy.sh',
  schema,
  credentials: ['url', 'token'],
  open: (settings) => ({ ok: true, value: open(settings) }),
});

function isTopic(url: URL | null): boolean {
  const { topic } = TOPIC.exec(url?.pathname ?? '')?.groups ?? {};
  return topic !== undefined && !PAGES.has(topic) && url?.search === '' && url.hash === '';
}

function open(settings: Settings): Channel {
  const url = new URL(settings.url);
  const topic = url.pathname.slice(1);
  const priority = settings.silent === true ? Math.min(settings.priority ?? LOW, LOW) : settings.priority;
  const envelope = (sequence_id: string): Envelope => ({
    topic,
    sequence_id,
    ...(priority === undefined ? {} : { priority }),
  });
  const publish = (content: Content, sequence: string): HttpRequest => ({
    kind: 'http',
    method: 'POST',
    url: `${url.origin}/`,
    headers: {
      'content-type': 'application/json',
      ...(settings.token === undefined ? {} : { authorization: `Bearer ${settings.token}` }),
    },
    body: ntfyBody(content, envelope(sequence)),
  });
  return {
    // One every five seconds, once a first 60 are used up. https://docs.ntfy.sh/publish/#limitations
    pace: { count: 12, per: 60_000 },
    place: `ntfy:${url.host}/${checksum(topic)}`,
    threads: false,
    edits: true,
    readsAnswer: true,
    render: async (message, refs, about) => {
      const sent = message.type === 'comment.updated' ? sequenceOf(refs.sent) : null;
      return publish(contentOf(message, { ...refs, sent }, settings.template), sent ?? (await newSequence(about)));
    },
    roundup: async (comments, _refs, about) => publish(roundupContent(comments), await newSequence(about)),
    capacity: (comments) => capacityOf(comments, (content) => fitsNtfy(content, envelope('x'.repeat(SEQUENCE_LENGTH)))),
    read,
  };
}

const SEQUENCE = /^[-\w]{1,64}$/;
const SEQUENCE_LENGTH = 32;

function sequenceOf(name: string | null): string | null {
  return name !== null && SEQUENCE.test(name) ? name : null;
}

/** Name of a message that is the same at each try, so that a later one takes the place of an earlier. */
async function newSequence({ deliveryId }: DeliveryContext): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(deliveryId)));
  return Array.from(digest.slice(0, SEQUENCE_LENGTH / 2), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Tells topics apart in 16 bits, which do not give the topic away: who knows it can write there. */
function checksum(topic: string): string {
  let sum = 0;
  for (const character of topic) sum = (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return ((sum ^ (sum >>> 16)) & 0xffff).toString(16).padStart(4, '0');
}

const answered = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([
    v.object({
      id: v.pipe(v.string(), v.regex(SEQUENCE)),
      event: v.literal('message'),
      sequence_id: v.optional(v.unknown()),
    }),
    v.object({ code: v.pipe(v.number(), v.integer()) }),
  ]),
);

const HOUR = 60 * 60_000;

function read({ status, body }: Answer): Reply {
  const nothing: Reply = { verdict: null, receipt: null, learned: null };
  const parsed = v.safeParse(answered, body);
  const isTaken = status >= 200 && status < 300;
  if (!parsed.success) return isTaken && body !== null ? { ...nothing, verdict: NO_NTFY } : nothing;
  const answer = parsed.output;
  if ('code' in answer) return { ...nothing, verdict: isTaken ? NO_NTFY : verdictOf(answer.code) };
  // Servers before 2.16 name no sequence, and would show an edit as one more message.
  const { sequence_id: sequence } = answer;
  const sent = typeof sequence === 'string' ? sequenceOf(sequence) : null;
  return isTaken && sent !== null ? { ...nothing, receipt: { sent, thread: null } } : nothing;
}

const NO_NTFY: PlatformVerdict = {
  kind: 'config',
  field: 'url',
  detail: 'answers as no ntfy server does; it ' + NEEDED,
};

/** https://github.com/binwiederhier/ntfy/blob/main/server/errors.go */
function verdictOf(code: number): PlatformVerdict | null {
  const text = String(code);
  switch (code) {
    // The topic's name is refused, or not to be written to; the credentials are wrong.
    case 40009:
    case 40010:
    case 40101:
    case 40301:
    case 50701:
      return { kind: 'broken', code: text, probe: 'hourly' };
    // The day's messages are used up until midnight UTC. An answer has no clock, so an hour at a time is waited.
    case 42908:
      return { kind: 'slow-down', wait: HOUR };
    default:
      if (text.startsWith('429')) return { kind: 'slow-down', wait: null };
      return /^4(?:00|13)/.test(text) ? { kind: 'message', code: text } : null;
  }
}
