import * as v from 'valibot';
import { cut } from '../markup/text/cut.ts';
import { writeMrkdwn } from '../markup/write/mrkdwn.ts';
import { parseMarkup } from '../markup/read/parse.ts';
import type { Answer, Outgoing, PlatformVerdict } from '../exchange.ts';
import type { Comment, CommentFacts, Message } from '../model.ts';
import { endpoint } from './endpoint.ts';
import { oneLine } from '../markup/text/one-line.ts';
import { authorName, byline, feedName, type NoticeMessage, noticeText } from './content/notice-text.ts';
import type { Channel } from './channel.ts';
import { definePlatform } from './platform.ts';
import {
  bold,
  type Content,
  context,
  date,
  link,
  postLink,
  plain,
  PREVIEW_LENGTH,
  section,
  SECTION_LENGTH,
} from './slack-blocks.ts';
import { roundup } from './slack-roundup.ts';

const HOSTS = new Set(['hooks.slack.com', 'hooks.slack-gov.com']);

/** Answers of Slack that mean that the webhook itself does not work any more. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
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

/** URLs of Slack's workflows, which take variables of their own and no messages. */
const WORKFLOW = /^https?:\/\/hooks\.slack(?:-gov)?\.com\/+(?:triggers|workflows)(?:\/|$)/i;
const NEEDED = 'needed is that of an incoming webhook, https://hooks.slack.com/services/…';

const schema = v.strictObject({
  url: v.pipe(
    endpoint,
    v.check((url) => !WORKFLOW.test(url), `is the URL of a workflow; ${NEEDED}`),
    v.description('The incoming webhook’s URL.'),
  ),
});

/** Slack, through an incoming webhook. */
export const slack = definePlatform({
  type: 'slack',
  family: 'chat',
  guess: (url) => HOSTS.has(url.hostname),
  schema,
  credentials: ['url'],
  open: ({ url }) => ({ ok: true, value: open(url) }),
});

function open(url: string): Channel {
  return {
    // https://docs.slack.dev/apis/web-api/rate-limits
    pace: { count: 1, per: 1_000 },
    place: placeOf(url),
    threads: false,
    edits: false,
    readsAnswer: true,
    render: async (message) => request(url, contentOf(message)),
    roundup: async (comments) => request(url, roundup(comments)),
    read: (answer) => ({ verdict: verdict(answer), receipt: null, learned: null }),
  };
}

/** Workspace and webhook, which stand in the URL before its secret; of a URL of another shape the host alone. */
function placeOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  const [, workspace, webhook] = /^\/services\/([^/]+)\/([^/]+)\/[^/]/.exec(pathname) ?? [];
  return workspace === undefined ? `slack:${hostname}` : `slack:${workspace}/${webhook}`;
}

function request(url: string, content: Content): Outgoing {
  return {
    kind: 'http',
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ ...content, unfurl_links: false, unfurl_media: false }),
  };
}

function verdict({ status, body }: Answer): PlatformVerdict | null {
  if (status === 429) return { kind: 'slow-down', wait: null };
  if (body === null) return null;
  if (status >= 200 && status < 300) {
    if (body.trim() === 'ok') return null;
    return { kind: 'config', field: 'url', detail: `answers as no webhook of Slack’s does; ${NEEDED}` };
  }
  const [code] = CODE.exec(body.trim()) ?? [];
  if (code === undefined || status >= 500) return null;
  if (BROKEN.has(code)) return { kind: 'broken', code, probe: 'hourly' };
  return status === 400 ? { kind: 'message', code } : null;
}

function contentOf(message: Message): Content {
  if (message.type === 'comment.created') return comment(message.data, message.timestamp, 'on');
  if (message.type === 'comment.updated') return comment(message.data, message.timestamp, 'edited a comment on');
  return notice(message);
}

function comment(facts: CommentFacts, timestamp: string, verb: string): Content {
  const { inReplyTo, url, text } = facts.comment;
  const who = `${bold(authorName(facts.comment))} ${verb} ${postLink(facts)}`;
  const answered = `In reply to ${oneLine(inReplyTo?.author ?? null) ?? 'another comment'}`;
  const head = inReplyTo === null ? who : `${who}\n↳ ${link(inReplyTo.url, answered) ?? plain(answered)}`;
  const said = quoted(facts.comment);
  const brief = [byline(facts), oneLine(text, PREVIEW_LENGTH)].filter((part) => part !== null).join(': ');
  return {
    text: plain(oneLine(brief, PREVIEW_LENGTH) ?? ''),
    blocks: [
      section(head),
      ...(said === '' ? [] : [section(said)]),
      context([link(url, 'Open the comment'), date(timestamp), plain(feedName(facts.feed))]),
    ],
  };
}

/** The comment's text, or as much of it as there is room for and a link to the rest. */
function quoted({ html, url, truncated }: Comment): string {
  const more = link(url, 'Read the rest');
  const rest = more === null ? '' : `\n${more}`;
  const markup = parseMarkup(html, null);
  const part = cut(markup, (some) => (writeMrkdwn(some) + rest).length <= SECTION_LENGTH);
  return part === markup && !truncated ? writeMrkdwn(part) : writeMrkdwn(part) + rest;
}

function notice(message: NoticeMessage): Content {
  const { headline, sentences, link: to } = noticeText(message);
  return {
    text: plain(headline),
    blocks: [
      section([bold(headline), ...sentences.map(plain)].join('\n')),
      context([to === null ? null : link(to.url, to.label), date(message.timestamp)]),
    ],
  };
}
