import { type Line, type Run, run } from '../../markup/run.ts';
import { inertLine } from '../../markup/write/together.ts';
import type { CommentMessage } from '../channel.ts';
import type { Content, Section } from './content.ts';
import { excerpt } from './excerpt.ts';
import { authorName, feedName, namesPost } from './notice-text.ts';
import { date, link, linesOf, postLink, preview, words } from './phrases.ts';

/** Longest beginning of a comment in a list, in UTF-16 units. */
const EXCERPT_LENGTH = 120;

/**
 * Content of many comments and edits, as a roundup or a digest: how many, then each post with its comments in short. The
 * post with the newest comment is first; inside a post they are by time. An edit of a comment that is among them is
 * shown in its place.
 */
export function roundupContent(comments: readonly CommentMessage[]): Content {
  const shown = folded(comments);
  const posts = byPost(shown);
  const [first, ...others] = new Map(shown.map(({ data }) => [data.feed.name, data])).values();
  if (first === undefined) throw new RangeError('A roundup of nothing');
  const count = counted(shown);
  // A title that is a post's names it, where others may be, and where the post is named anyway.
  const isPosts = shown.some(({ data }) => namesPost(first.feed, data.post));
  const feed = isPosts ? { ...first.feed, title: null } : first.feed;
  const where = others.length === 0 ? postLink({ post: null, feed }) : words(`${others.length + 1} feeds`);
  const last = Math.max(...shown.map(({ timestamp }) => Date.parse(timestamp)));
  return {
    preview: preview(`${count} in ${others.length === 0 ? feedName(feed) : `${others.length + 1} feeds`}`),
    head: [[run(count, { bold: true }), run(' in '), where]],
    body: [],
    isCut: false,
    rest: null,
    sections: posts.map(sectionOf),
    left: 0,
    foot: linesOf(Number.isFinite(last) ? date(new Date(last).toISOString()) : null),
  };
}

/** The comments in the order in which a digest shows them. */
export function digestOrder(comments: readonly CommentMessage[]): readonly CommentMessage[] {
  return byPost(comments).flat();
}

/** The comments by post, the post with the newest first; of one post by time. */
function byPost(comments: readonly CommentMessage[]): readonly (readonly CommentMessage[])[] {
  return [...Map.groupBy(comments, postKeyOf).values()]
    .toSorted((one, other) => newest(other) - newest(one))
    .map((some) => some.toSorted((one, other) => time(one) - time(other)));
}

function sectionOf(comments: readonly CommentMessage[]): Section {
  const [first] = comments;
  if (first === undefined) return { title: [], items: [] };
  const title = postLink(first.data);
  return {
    title: [{ ...title, styles: { bold: true } }],
    items: comments.map(inShort),
  };
}

/** Line of a comment: its author, its beginning, and a link to it. */
function inShort({ type, data: { comment } }: CommentMessage): Line {
  const said = excerpt(comment.text, EXCERPT_LENGTH);
  const edited = type === 'comment.updated' ? [run(' (edited)')] : [];
  const open: Run | null = link(comment.url, 'Open');
  return inertLine([
    words(authorName(comment), { bold: true }),
    ...edited,
    ...(said === null ? [] : [run(': '), words(said)]),
    ...(open === null ? [] : [run(' · '), open]),
  ]);
}

/** The comments, each once: a later edit of one of them takes its place, and is no edit to who never saw the first text. */
function folded(comments: readonly CommentMessage[]): readonly CommentMessage[] {
  const latest = new Map<string, CommentMessage>();
  for (const message of comments) {
    const { feed, comment } = message.data;
    const key = JSON.stringify([feed.name, comment.id]);
    const before = latest.get(key);
    latest.set(key, before === undefined ? message : { ...before, data: message.data });
  }
  return [...latest.values()];
}

function postKeyOf({ data: { post, feed } }: CommentMessage): string {
  return JSON.stringify(post === null ? [feed.name] : [post.url ?? post.id ?? post.title]);
}

function newest(comments: readonly CommentMessage[]): number {
  return Math.max(...comments.map(time));
}

function time({ timestamp }: CommentMessage): number {
  const instant = Date.parse(timestamp);
  return Number.isNaN(instant) ? 0 : instant;
}

/** "12 comments", "1 comment and 3 edits". */
function counted(comments: readonly CommentMessage[]): string {
  const edits = comments.filter(({ type }) => type === 'comment.updated').length;
  const counts = [
    [comments.length - edits, 'comment'],
    [edits, 'edit'],
  ] as const;
  const parts = counts.flatMap(([count, noun]) => (count === 0 ? [] : [`${count} ${noun}${count === 1 ? '' : 's'}`]));
  return parts.join(' and ');
}
