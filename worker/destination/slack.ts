import * as v from 'valibot';
import { cut } from '../markup/cut.ts';
import { APART, mrkdwnLink, mrkdwnText } from '../markup/mrkdwn-escape.ts';
import { writeMrkdwn } from '../markup/mrkdwn.ts';
import { parseMarkup } from '../markup/parse.ts';
import { safeUrl } from '../markup/url.ts';
import type { Answer, Comment, CommentFacts, Message, Verdict } from '../model.ts';
import { endpoint } from './endpoint.ts';
import { line, moment } from './line.ts';
import { byline, feedName, type Notice, SOMEONE, words } from './notice.ts';
import type { Platform } from './platform.ts';

const HOSTS = new Set(['hooks.slack.com', 'hooks.slack-gov.com']);

/**
 * https://docs.slack.dev/reference/block-kit/blocks/section-block
 * Slack also refuses a payload of more than about 13,200 bytes. A section of Chinese is 9,000, and all the rest, its
 * links and names at their longest, comes to less than 4,200.
 */
const SECTION_LENGTH = 3_000;

/** A link that is longer once it is written is left out: its text says what it led to. */
const LINK_LENGTH = 500;

/** Names are read at a glance, a preview in a notification. Written out they can be five times as long. */
const NAME_LENGTH = 80;
const PREVIEW_LENGTH = 200;

/** What Slack answers when the webhook itself is no good any more. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
const BROKEN = new Set([
  'action_prohibited',
  'channel_is_archived',
  'channel_not_found',
  'invalid_token',
  'no_active_hooks',
  'no_service',
  'no_team',
  'posting_to_general_channel_denied',
  'team_disabled',
  'user_not_found',
]);
const CODE = /^[a-z]+(?:_[a-z]+)+$/;

type Mrkdwn = { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true };
type Block =
  | { readonly type: 'section'; readonly text: Mrkdwn }
  | { readonly type: 'context'; readonly elements: readonly Mrkdwn[] };
type Content = { readonly text: string; readonly blocks: readonly Block[] };

const schema = v.strictObject({ url: v.pipe(endpoint, v.description('The incoming webhook’s URL.')) });

/** Slack, through an incoming webhook. */
export const slack: Platform<v.InferOutput<typeof schema>> = {
  type: 'slack',
  family: 'chat',
  guess: (url) => HOSTS.has(url.hostname),
  schema,
  credentials: ['url'],
  // https://docs.slack.dev/apis/web-api/rate-limits
  pace: { count: 1, per: 1_000 },
  render: (message, { url }) => ({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ ...contentOf(message), unfurl_links: false, unfurl_media: false }),
  }),
  verdict,
};

function verdict({ status, retryAfter, body }: Extract<Answer, { kind: 'answered' }>): Verdict | null {
  if (status === 429) return { kind: 'slow-down', retryAfter };
  const [code] = CODE.exec(body.trim()) ?? [];
  if (code === undefined || status >= 500) return null;
  if (BROKEN.has(code)) return { kind: 'broken', code };
  return status === 400 ? { kind: 'message', code } : null;
}

function contentOf(message: Message): Content {
  if (message.type === 'comment.created') return comment(message.data, message.timestamp, 'on');
  if (message.type === 'comment.updated') return comment(message.data, message.timestamp, 'edited a comment on');
  return notice(message);
}

function comment(facts: CommentFacts, timestamp: string, verb: string): Content {
  const { author, inReplyTo, url, text } = facts.comment;
  const who = `*${plain(line(author.name, NAME_LENGTH) ?? SOMEONE)}* ${verb} ${place(facts)}`;
  const answered = `In reply to ${line(inReplyTo?.author ?? null, NAME_LENGTH) ?? 'another comment'}`;
  const head = inReplyTo === null ? who : `${who}\n↳ ${linked(inReplyTo.url, answered)}`;
  const said = quoted(facts.comment);
  const foot = [url === null ? null : linked(url, 'Open the comment'), date(timestamp), plain(feedName(facts.feed))];
  return {
    text: plain(line(`${byline(facts)}: ${text}`, PREVIEW_LENGTH) ?? SOMEONE),
    blocks: [section(head), ...(said === '' ? [] : [section(said)]), context(foot)],
  };
}

/** Where a comment was written: on its post, or else on the feed's site. */
function place({ post, feed }: CommentFacts): string {
  const title = line(post?.title ?? null, NAME_LENGTH);
  if (post !== null && (title !== null || post.url !== null)) return linked(post.url, title ?? 'this post');
  return linked(feed.homePage, line(feedName(feed), NAME_LENGTH) ?? feed.name);
}

/** The comment's text, or as much of it as there is room for and a link to the rest. */
function quoted({ html, url, truncated }: Comment): string {
  const rest = url === null ? '' : `\n${linked(url, 'Read the rest')}`;
  const markup = parseMarkup(html, null);
  const part = cut(markup, (some) => (writeMrkdwn(some) + rest).length <= SECTION_LENGTH);
  return part === markup && !truncated ? writeMrkdwn(part) : writeMrkdwn(part) + rest;
}

function notice(message: Notice): Content {
  const { headline, sentences, link } = words(message);
  return {
    text: plain(headline),
    blocks: [
      section([`*${plain(headline)}*`, ...sentences.map(plain)].join('\n')),
      context([link === null ? null : linked(link.url, link.label), date(message.timestamp)]),
    ],
  };
}

function section(text: string): Block {
  return { type: 'section', text: mrkdwn(text) };
}

function context(parts: readonly (string | null)[]): Block {
  return { type: 'context', elements: [mrkdwn(parts.filter((part) => part !== null).join(' · '))] };
}

/** `verbatim`: Slack makes no link or mention of what is plain text. */
function mrkdwn(text: string): Mrkdwn {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** A stranger's words as text alone: also an address in them is no link, for a name is no place for one. */
function plain(text: string): string {
  return mrkdwnText(text.replaceAll('://', `:${APART}//`));
}

/** The text as a link, or the text alone where there is no address that is safe and short enough. */
function linked(url: string | null, text: string): string {
  const href = url === null ? null : safeUrl(url, null);
  const link = href === null ? null : mrkdwnLink(href, text);
  return link === null || link.length > LINK_LENGTH + plain(text).length ? plain(text) : link;
}

/** A time that Slack shows in each reader's own zone. */
function date(iso: string): string {
  return `<!date^${Math.floor(Date.parse(iso) / 1000)}^{date_short_pretty} {time}|${moment(iso)}>`;
}
