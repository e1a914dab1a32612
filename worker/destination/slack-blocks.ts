import { ZERO_WIDTH_SPACE, mrkdwnLink, mrkdwnText } from '../markup/write/mrkdwn-escape.ts';
import { utf8Length } from '../markup/text/utf8.ts';
import { fittingUrl, LINK_LEFT_OUT } from '../markup/url.ts';
import type { CommentFacts } from '../model.ts';
import { oneLine } from '../markup/text/one-line.ts';
import { moment } from './content/moment.ts';
import { feedName } from './content/notice-text.ts';

/**
 * https://docs.slack.dev/reference/block-kit/blocks/section-block
 * Slack also refuses a payload of more than about 13,200 bytes. A section of Chinese is 9,000, and all the rest of a
 * comment, its links and names at their longest, comes to less than 4,200.
 */
export const SECTION_LENGTH = 3_000;

/** Length of the text for a notification. */
export const PREVIEW_LENGTH = 200;

/** Most bytes (UTF-8) that a link adds to its text: a longer one is shortened, or said to be left out. */
const LINK_LENGTH = 500;

type Mrkdwn = { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true };
type Block =
  | { readonly type: 'section'; readonly text: Mrkdwn }
  | { readonly type: 'context'; readonly elements: readonly Mrkdwn[] };

/** Blocks of a message, and the text for its notification. */
export type Content = { readonly text: string; readonly blocks: readonly Block[] };

/** Section block of mrkdwn: at most `SECTION_LENGTH`, and not empty. */
export function section(text: string): Block {
  return { type: 'section', text: mrkdwn(text) };
}

/** Context block: the parts that are not `null`, in one line of small print. */
export function context(parts: readonly (string | null)[]): Block {
  return { type: 'context', elements: [mrkdwn(parts.filter((part) => part !== null).join(' · '))] };
}

/** Untrusted text without links: in a name or a title an address stays text. */
export function plain(text: string): string {
  return mrkdwnText(unlinked(text));
}

/** The same in bold. */
export function bold(text: string): string {
  return `*${mrkdwnText(unlinked(text), '*')}*`;
}

/** Link with this text, or the text with a note that its address is too long; `null` without a safe address. */
export function link(url: string | null, text: string): string | null {
  const room = LINK_LENGTH + utf8Length(plain(text));
  const fits = (href: string): boolean => utf8Length(mrkdwnLink(href, text)) <= room;
  const fitting = url === null ? null : fittingUrl(url, null, fits);
  if (fitting === 'too long') return `${plain(text)} ${LINK_LEFT_OUT}`;
  return fitting === null ? null : mrkdwnLink(fitting.href, text);
}

/** Time that Slack shows in each reader's own zone. */
export function date(iso: string): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  return seconds > 0 ? `<!date^${seconds}^{date_short_pretty} {time}|${moment(iso)}>` : moment(iso);
}

/** Link to the post of a comment, else to the feed's site. */
export function postLink({ post, feed }: Pick<CommentFacts, 'post' | 'feed'>): string {
  const isNamed = post !== null && (post.title !== null || post.url !== null);
  const name = isNamed ? (oneLine(post.title) ?? 'this post') : feedName(feed);
  return link(isNamed ? post.url : feed.homePage, name) ?? plain(name);
}

function unlinked(text: string): string {
  return text.replaceAll('://', `:${ZERO_WIDTH_SPACE}//`);
}

function mrkdwn(text: string): Mrkdwn {
  // Else Slack would make links and mentions of what is plain text.
  return { type: 'mrkdwn', text, verbatim: true };
}
