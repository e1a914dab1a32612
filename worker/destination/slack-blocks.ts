import { APART, mrkdwnLink, mrkdwnText } from '../markup/write/mrkdwn-escape.ts';
import { safeUrl } from '../markup/url.ts';
import type { CommentFacts } from '../model.ts';
import { line, moment } from './line.ts';
import { feedName } from './notice-text.ts';

/**
 * https://docs.slack.dev/reference/block-kit/blocks/section-block
 * Slack also refuses a payload of more than about 13,200 bytes. A section of Chinese is 9,000, and all the rest of a
 * comment, its links and names at their longest, comes to less than 4,200.
 */
export const SECTION_LENGTH = 3_000;

/** Longest text of a notification. */
export const PREVIEW_LENGTH = 200;

/** Longest link, as it is written; a longer one is left out. */
const LINK_LENGTH = 500;

type Mrkdwn = { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true };
type Block =
  | { readonly type: 'section'; readonly text: Mrkdwn }
  | { readonly type: 'context'; readonly elements: readonly Mrkdwn[] };

/** A message's blocks, and the text that stands for them in a notification. */
export type Content = { readonly text: string; readonly blocks: readonly Block[] };

/** A section of mrkdwn: at most `SECTION_LENGTH`, and not empty. */
export function section(text: string): Block {
  return { type: 'section', text: mrkdwn(text) };
}

/** A line of small print, of the parts that there are. */
export function context(parts: readonly (string | null)[]): Block {
  return { type: 'context', elements: [mrkdwn(parts.filter((part) => part !== null).join(' · '))] };
}

/** A stranger's words as text alone: also an address in them is no link, for a name is no place for one. */
export function plain(text: string): string {
  return mrkdwnText(unlinked(text));
}

/** The same in bold. */
export function bold(text: string): string {
  return `*${mrkdwnText(unlinked(text), '*')}*`;
}

/** The text as a link; `null` where there is no address that is safe and short enough. */
export function link(url: string | null, text: string): string | null {
  const href = url === null ? null : safeUrl(url, null);
  const written = href === null ? null : mrkdwnLink(href, text);
  return written !== null && written.length <= LINK_LENGTH + plain(text).length ? written : null;
}

/** A time that Slack shows in each reader's own zone. */
export function date(iso: string): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  return seconds > 0 ? `<!date^${seconds}^{date_short_pretty} {time}|${moment(iso)}>` : moment(iso);
}

/** Link to the place of a comment: its post, or else the feed's site. */
export function place({ post, feed }: Pick<CommentFacts, 'post' | 'feed'>): string {
  const known = post !== null && (post.title !== null || post.url !== null);
  const name = known ? (line(post.title) ?? 'this post') : feedName(feed);
  return link(known ? post.url : feed.homePage, name) ?? plain(name);
}

function unlinked(text: string): string {
  return text.replaceAll('://', `:${APART}//`);
}

function mrkdwn(text: string): Mrkdwn {
  // Else Slack would make links and mentions of what is plain text.
  return { type: 'mrkdwn', text, verbatim: true };
}
