import { type Line, type Run, run, type Styles } from '../../markup/run.ts';
import { oneLine } from '../../markup/text/one-line.ts';
import { unlinked } from '../../markup/text/inert.ts';
import { utf8Length } from '../../markup/text/utf8.ts';
import { fittingUrl, LINK_LEFT_OUT } from '../../markup/url.ts';
import type { CommentFacts } from '../../model.ts';
import { moment } from './moment.ts';
import { feedName } from './notice-text.ts';

/** Longest address of a link beside a comment's words, in bytes of UTF-8: a longer one is shortened, or left out with a note. */
const LINK_BYTES = 500;

/** Longest text for a notification, in UTF-16 units. */
export const PREVIEW_LENGTH = 200;

/** Run of a name or title, in which no address is alive. */
export function words(text: string, styles: Styles = {}): Run {
  return run(unlinked(text), styles);
}

/** Link with this text, or the text with a note that its address is too long; `null` without a safe address. */
export function link(url: string | null, text: string): Run | null {
  const fitting = url === null ? null : fittingUrl(url, null, (href) => utf8Length(href) <= LINK_BYTES);
  if (fitting === 'too long') return words(`${text} ${LINK_LEFT_OUT}`);
  return fitting === null ? null : run(unlinked(text), {}, fitting.href);
}

/** Run of an instant (ISO 8601 UTC). */
export function date(iso: string): Run {
  return { ...run(moment(iso)), time: iso };
}

/** Link to the post of a comment, else to the feed's site. */
export function postLink({ post, feed }: Pick<CommentFacts, 'post' | 'feed'>): Run {
  const isNamed = post !== null && (post.title !== null || post.url !== null);
  const name = isNamed ? (oneLine(post.title) ?? 'this post') : feedName(feed);
  return link(isNamed ? post.url : feed.homePage, name) ?? words(name);
}

/** Text of one line for a notification. */
export function preview(...parts: readonly (string | null)[]): string {
  const whole = parts.map((part) => oneLine(part, PREVIEW_LENGTH)).filter((part) => part !== null);
  return unlinked(oneLine(whole.join(': '), PREVIEW_LENGTH) ?? '');
}

/** The lines that are not `null`, each as a line of its own. */
export function linesOf(...runs: readonly (Run | null)[]): readonly Line[] {
  return runs.filter((one) => one !== null).map((one) => [one]);
}
