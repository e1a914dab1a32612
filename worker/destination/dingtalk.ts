import * as v from 'valibot';
import type { Answer, HttpRequest, PlatformVerdict } from '../exchange.ts';
import { utf8Length } from '../markup/text/utf8.ts';
import type { Dialect } from '../markup/write/markdown.ts';
import { unmentioned, UNESCAPED } from '../markup/write/unescaped.ts';
import { capacityOf } from './content/capacity.ts';
import { contentOf } from './content/content-of.ts';
import type { Content } from './content/content.ts';
import { writeContent } from './content/markdown-content.ts';
import { roundupContent } from './content/roundup.ts';
import { squeeze } from './content/squeeze.ts';
import type { Channel } from './channel.ts';
import { endpoint } from './endpoint.ts';
import { keyword, mention, template } from './fields.ts';
import { definePlatform } from './platform.ts';

const HOST = 'oapi.dingtalk.com';
const NEEDED = `needed is that of a group’s custom robot, https://${HOST}/robot/send?access_token=…`;

/** Largest body, in bytes. https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages */
const BODY_BYTES = 20_000;

/** Longest address of a link among a comment's words, in bytes. */
const LINK_BYTES = 1_000;

/** Time for which a robot is blocked that has sent more than 20 messages in a minute, ms. https://open.dingtalk.com/document/robots/custom-robot-access */
const BLOCK = 600_000;

/** Codes of too many messages. */
const TOO_MANY = new Set([130101, 410100]);
/** Codes by which one message is refused: type, form, size, and a link, text, image or content that is thought unsafe. */
const REFUSED = new Set([40035, 43004, 400105, 430101, 430102, 430103, 430104, 460101]);
/** Code of the robot's security settings; its text says which. */
const INSECURE = 310000;

const answered = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ errcode: v.number(), errmsg: v.optional(v.string(), '') }),
);

const schema = v.strictObject({
  url: v.pipe(
    endpoint,
    v.check(isRobot, `is not the URL of a robot; ${NEEDED}`),
    v.description('The custom robot’s URL.'),
  ),
  secret: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^SEC[\dA-Za-z]+$/, 'must be the robot’s secret, SEC…'),
      v.description('The secret of the robot’s security setting 加签 (signature).'),
    ),
  ),
  keyword,
  mention: mention(/^(?:@all|(?!all$)\+?[A-Za-z\d][\w.@-]{0,63})$/, 'must be a mobile number, a user id or "@all"'),
  template,
});

type Settings = v.InferOutput<typeof schema>;

/** DingTalk (钉钉), through a group's custom robot. */
export const dingtalk = definePlatform<Settings>({
  type: 'dingtalk',
  family: 'chat',
  guess: (url) => url.hostname === HOST,
  schema,
  credentials: ['url', 'secret'],
  open: (settings) => ({ ok: true, value: open(settings) }),
});

/** True for a robot's URL, and for one of another host, which may stand before it. */
function isRobot(text: string): boolean {
  const url = URL.parse(text);
  if (url?.hostname !== HOST) return true;
  return url.pathname === '/robot/send' && (url.searchParams.get('access_token') ?? '') !== '';
}

function open(settings: Settings): Channel {
  const { url, secret } = settings;
  const fits = (content: Content): boolean => utf8Length(bodyOf(content, settings)) <= BODY_BYTES;
  const request = async (content: Content, now: number): Promise<HttpRequest> => ({
    kind: 'http',
    method: 'POST',
    url: secret === undefined ? url : await signed(url, secret, now),
    headers: { 'content-type': 'application/json' },
    body: bodyOf(squeeze(content, fits), settings),
  });
  return {
    // 20 a minute, or none for ten: so they are spread. https://open.dingtalk.com/document/robots/custom-robot-access
    pace: { count: 1, per: 4_000 },
    place: `dingtalk:${new URL(url).host}`,
    threads: false,
    edits: false,
    readsAnswer: true,
    render: (message, refs, { now }) => request(contentOf(message, { ...refs, sent: null }, settings.template), now),
    roundup: (comments, _refs, { now }) => request(roundupContent(comments), now),
    capacity: (comments) => capacityOf(comments, fits),
    read: (answer) => ({ verdict: verdict(answer), receipt: null, learned: null }),
  };
}

/** The URL with a signature, which DingTalk takes within an hour. https://open.dingtalk.com/document/robots/customize-robot-security-settings */
async function signed(url: string, secret: string, now: number): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(`${now}\n${secret}`));
  const whole = new URL(url);
  whole.searchParams.set('timestamp', String(now));
  whole.searchParams.set('sign', btoa(String.fromCharCode(...new Uint8Array(signature))));
  return whole.href;
}

/** Markdown in which a line ends with two spaces, and code is text. */
const DIALECT: Dialect = { ...UNESCAPED, lineEnd: '  ' };

function bodyOf(content: Content, settings: Settings): string {
  const mentions = [settings.mention ?? []].flat();
  const named = mentions.filter((id) => id !== '@all');
  const written = writeContent(content, DIALECT, { fits: (href) => utf8Length(href) <= LINK_BYTES });
  // Somebody is pinged only who stands in `at` and in the text.
  const pings = mentions.map((id) => (id === '@all' ? id : `@${id}`)).join(' ');
  const text = [written, pings].filter((part) => part !== '').join('\n\n');
  return JSON.stringify({
    msgtype: 'markdown',
    markdown: { title: unmentioned(content.preview), text: withKeyword(text, settings.keyword) },
    at: {
      atMobiles: named.filter(isMobile),
      atUserIds: named.filter((id) => !isMobile(id)),
      isAtAll: mentions.includes('@all'),
    },
  });
}

/** True for a mobile number: one of China, or with the code of its country. */
function isMobile(id: string): boolean {
  return /^1\d{10}$|^\+\d/.test(id);
}

/** The text with the keyword at its end, where it is not among its words. In an address it may not count. */
function withKeyword(text: string, word: string | undefined): string {
  if (word === undefined || text.replaceAll(/\]\([^()]*\)/g, ']').includes(word)) return text;
  return `${text}\n\n${word}`;
}

function verdict({ status, body }: Answer): PlatformVerdict | null {
  if (status < 200 || status >= 300) return null;
  // The status is 200 of refusals, too: it may not have been taken.
  if (body === null) return { kind: 'slow-down', wait: null };
  const answer = v.safeParse(answered, body);
  if (!answer.success) {
    return { kind: 'config', field: 'url', detail: `answers as no robot of DingTalk’s does; ${NEEDED}` };
  }
  const { errcode, errmsg } = answer.output;
  const code = `errcode:${errcode}`;
  if (errcode === 0) return { kind: 'delivered' };
  if (errcode === -1) return { kind: 'slow-down', wait: null };
  if (TOO_MANY.has(errcode)) return { kind: 'slow-down', wait: BLOCK };
  if (REFUSED.has(errcode)) return { kind: 'message', code };
  // The robot or its group is gone (300001, 400101, 400102, 400013, 34013); a code of tomorrow loses no message so.
  return (errcode === INSECURE ? insecure(errmsg) : null) ?? { kind: 'broken', code, probe: 'hourly' };
}

/** The field that the robot's security settings ask for, where their text says so. */
function insecure(errmsg: string): PlatformVerdict | null {
  if (/keyword/i.test(errmsg)) {
    return { kind: 'config', field: 'keyword', detail: 'must be one of those in the robot’s security settings' };
  }
  if (/sign|timestamp/i.test(errmsg)) {
    return { kind: 'config', field: 'secret', detail: 'must be that of the robot’s security settings (加签), SEC…' };
  }
  if (!/\bip\b|whitelist/i.test(errmsg)) return null;
  const detail = 'the robot’s security settings allow some IP addresses alone, and a Worker has none of its own';
  return { kind: 'config', field: 'url', detail };
}
