import * as v from 'valibot';
import type { Answer, HttpRequest, PlatformVerdict } from '../exchange.ts';
import { stripControls } from '../markup/text/strip-controls.ts';
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
import { mention, template } from './fields.ts';
import { definePlatform } from './platform.ts';

const HOST = 'qyapi.weixin.qq.com';
const NEEDED = `needed is that of a group’s robot, https://${HOST}/cgi-bin/webhook/send?key=…`;

/** Longest contents, in bytes of UTF-8. https://developer.work.weixin.qq.com/document/path/99110 */
const MARKDOWN_BYTES = 4_096;
const TEXT_BYTES = 2_048;

/** Wait after too many messages, ms: they are counted by the minute. */
const MINUTE = 60_000;

/** Codes by which one message is refused: too long, another type, `\u` in it, empty. https://developer.work.weixin.qq.com/document/path/90313 */
const REFUSED = new Set([40008, 40033, 40058, 44004, 45002]);
/** Codes that speak of the moment: the system is busy, or another request changed the same. */
const BUSY = new Set([-1, 6000]);
const TOO_MANY = 45009;

const answered = v.pipe(v.string(), v.parseJson(), v.object({ errcode: v.number() }));

const schema = v.strictObject({
  url: v.pipe(
    endpoint,
    v.check(isRobot, `is not the URL of a robot; ${NEEDED}`),
    v.description('The robot’s (消息推送) URL.'),
  ),
  // A userid is 1 to 64 characters. https://developer.work.weixin.qq.com/document/path/90195
  mention: mention(/^(?:@all|(?!all$)[A-Za-z\d][\w.@-]{0,63})$/, 'must be a userid or "@all"'),
  template,
});

type Settings = v.InferOutput<typeof schema>;

/** WeCom (企业微信), through a group's robot. */
export const wecom = definePlatform<Settings>({
  type: 'wecom',
  family: 'chat',
  guess: (url) => url.hostname === HOST,
  schema,
  credentials: ['url'],
  open: (settings) => ({ ok: true, value: open(settings) }),
});

/** True for a robot's URL, and for one of another host, which may stand before it. */
function isRobot(text: string): boolean {
  const url = URL.parse(text);
  if (url?.hostname !== HOST) return true;
  return url.pathname === '/cgi-bin/webhook/send' && (url.searchParams.get('key') ?? '') !== '';
}

function open({ url, ...settings }: Settings): Channel {
  const mentions = [settings.mention ?? []].flat();
  const { write, limit, body } = mentions.length === 0 ? MARKDOWN : TEXT;
  const fits = (content: Content): boolean => utf8Length(write(content)) <= limit;
  const request = (content: Content): HttpRequest => ({
    kind: 'http',
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body(write(squeeze(content, fits)), mentions)),
  });
  return {
    // https://developer.work.weixin.qq.com/document/path/99110
    pace: { count: 20, per: MINUTE },
    place: `wecom:${new URL(url).host}`,
    threads: false,
    edits: false,
    readsAnswer: true,
    render: async (message, refs) => request(contentOf(message, { ...refs, sent: null }, settings.template)),
    roundup: async (comments) => request(roundupContent(comments)),
    capacity: (comments) => capacityOf(comments, fits),
    read: (answer) => ({ verdict: verdict(answer), receipt: null, learned: null }),
  };
}

/** Markdown that knows lists and code, in which nobody can be mentioned. It has no strikethrough. */
const DIALECT: Dialect = {
  ...UNESCAPED,
  code: (code) => `\`${withoutBackticks(code)}\``,
  pre: (lines) => ['```', ...lines.map(withoutBackticks), '```'],
};

const MARKDOWN = {
  write: (content: Content) => writeContent(content, DIALECT, { fits: isShort }),
  limit: MARKDOWN_BYTES,
  body: (content: string) => ({ msgtype: 'markdown_v2', markdown_v2: { content } }),
};

/** Plain text, the only type in which people are mentioned: addresses stand in brackets, and are links where they stand. */
const PLAIN: Dialect = {
  ...UNESCAPED,
  text: unmentioned,
  bold: null,
  italic: null,
  bare: true,
  link: (href, label) => (label === null ? href : `${label} (${href})`),
  lineStart: (line) => line,
};

const TEXT = {
  write: (content: Content) => writeContent(content, PLAIN, { fits: isShort }),
  limit: TEXT_BYTES,
  body: (content: string, mentions: readonly string[]) => ({
    msgtype: 'text',
    text: { content, mentioned_list: mentions },
  }),
};

/** Longest address of a link among a comment's words: a few of them fit. */
const LINK_BYTES = 500;

function isShort(href: string): boolean {
  return utf8Length(href) <= LINK_BYTES;
}

function withoutBackticks(code: string): string {
  return stripControls(code).replaceAll('`', 'ˋ');
}

function verdict({ status, body }: Answer): PlatformVerdict | null {
  if (status < 200 || status >= 300) return null;
  // The status is 200 of refusals, too: it may not have been taken.
  if (body === null) return { kind: 'slow-down', wait: null };
  const answer = v.safeParse(answered, body);
  if (!answer.success) {
    return { kind: 'config', field: 'url', detail: `answers as no robot of WeCom’s does; ${NEEDED}` };
  }
  const { errcode } = answer.output;
  const code = `errcode:${errcode}`;
  if (errcode === 0) return { kind: 'delivered' };
  if (errcode === TOO_MANY) return { kind: 'slow-down', wait: MINUTE };
  if (BUSY.has(errcode)) return { kind: 'slow-down', wait: null };
  if (REFUSED.has(errcode)) return { kind: 'message', code };
  // The robot is gone, or its key was never right (93000, 93004, 93008, 93017); a code of tomorrow loses no message so.
  return { kind: 'broken', code, probe: 'hourly' };
}
