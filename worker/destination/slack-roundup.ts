import { oneLine } from '../markup/text/one-line.ts';
import { authorName, feedName } from './content/notice-text.ts';
import type { CommentMessage } from './channel.ts';
import { bold, type Content, context, date, link, postLink, plain, section, SECTION_LENGTH } from './slack-blocks.ts';

/** Posts and comments that are listed: the posts with the most comments, and the newest comments in short. */
const POSTS = 10;
const NEWEST = 5;
const EXCERPT_LENGTH = 120;

/** Room that a section keeps for its last line, which counts those not listed. */
const LAST_LINE = 40;

/** One message for many comments and edits of one feed, oldest first: how many, on which posts, the newest in short. */
export function roundup(comments: readonly CommentMessage[]): Content {
  const newest = comments.slice(-NEWEST).toReversed();
  const [last] = newest;
  if (last === undefined) throw new RangeError('A roundup of nothing');
  const { feed } = last.data;
  const count = counted(comments);
  const posts = postLines(comments);
  return {
    text: plain(`${count} in ${feedName(feed)}`),
    blocks: [
      section(`*${count}* in ${postLink({ post: null, feed })}`),
      section(list(posts.slice(0, POSTS), posts.length, 'posts')),
      section(list(newest.map(inShort), comments.length, 'comments')),
      context([date(last.timestamp)]),
    ],
  };
}

/** "12 comments", "1 comment and 3 edits". */
function counted(comments: readonly CommentMessage[]): string {
  const edits = comments.filter(({ type }) => type === 'comment.updated').length;
  const counts = [
    [comments.length - edits, 'comment'],
    [edits, 'edit'],
  ] as const;
  const parts = counts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`]));
  return parts.join(' and ');
}

/** Lines of the posts, those with the most comments first. */
function postLines(comments: readonly CommentMessage[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { data } of comments) {
    const where = postLink(data);
    counts.set(where, (counts.get(where) ?? 0) + 1);
  }
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([where, count]) => `• ${count} on ${where}`);
}

/** Line of a comment: its author, its post, its beginning, and a link to it. */
function inShort({ type, data }: CommentMessage): string {
  const verb = type === 'comment.updated' ? 'edited a comment on' : 'on';
  const who = `${bold(authorName(data.comment))} ${verb} ${postLink(data)}`;
  const said = oneLine(data.comment.text, EXCERPT_LENGTH);
  const parts = [who, said === null ? null : plain(said), link(data.comment.url, 'Open')];
  return `• ${parts.filter((part) => part !== null).join(' · ')}`;
}

/** Lines that fit a section, and the number of those beyond them. */
function list(lines: readonly string[], all: number, what: string): string {
  const shown: string[] = [];
  let room = SECTION_LENGTH - LAST_LINE;
  for (const item of lines) {
    room -= item.length + 1;
    if (room < 0) break;
    shown.push(item);
  }
  return shown.length === all ? shown.join('\n') : [...shown, `… and ${all - shown.length} more ${what}`].join('\n');
}
