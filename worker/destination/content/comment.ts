import { parseMarkup } from '../../markup/read/parse.ts';
import { type Line, type Run, run } from '../../markup/run.ts';
import { inertLine } from '../../markup/write/together.ts';
import { oneLine } from '../../markup/text/one-line.ts';
import type { Comment } from '../../model.ts';
import type { CommentMessage, Refs } from '../channel.ts';
import type { Content } from './content.ts';
import { excerpt } from './excerpt.ts';
import { authorName, byline, feedName, namesPost } from './notice-text.ts';
import { date, link, linesOf, postLink, preview, PREVIEW_LENGTH, words } from './phrases.ts';

/** Longest beginning of the comment that is answered, in UTF-16 units. */
const EXCERPT_LENGTH = 100;

/** Content of a message about one comment. An edit that replaces what was sent reads like that, with a note. */
export function commentContent({ type, timestamp, data }: CommentMessage, { sent, parent }: Refs): Content {
  const { comment, feed, post } = data;
  const isEdit = type === 'comment.updated';
  const verb = isEdit && sent === null ? 'edited a comment on' : 'commented on';
  const who: Line = [words(authorName(comment), { bold: true }), run(` ${verb} `), postLink(data)];
  const { inReplyTo } = comment;
  const answered = inReplyTo === null && parent === null ? [] : [answer(data.comment, parent)];
  return {
    preview: preview(byline(data), excerpt(comment.text, PREVIEW_LENGTH)),
    head: [who, ...answered],
    body: parseMarkup(comment.html, null),
    isCut: comment.truncated,
    rest: link(comment.url, 'Read the rest'),
    sections: [],
    left: 0,
    foot: [
      ...linesOf(link(comment.url, 'Open the comment'), ...moderationLinks(comment)),
      isEdit && sent !== null ? [run('edited '), date(timestamp)] : [date(timestamp)],
      ...linesOf(namesPost(feed, post) ? null : words(feedName(feed))),
    ],
  };
}

/** Links to the pages on which the comment is moderated. Messages of earlier versions have no such field. */
function moderationLinks({ moderation }: Partial<Comment>): readonly (Run | null)[] {
  return [link(moderation?.edit ?? null, 'Edit it'), link(moderation?.remove ?? null, 'Remove it')];
}

/** Line that names the comment which this one answers, with its beginning where that was sent. */
function answer({ inReplyTo }: CommentMessage['data']['comment'], parent: Refs['parent']): Line {
  const author = oneLine(inReplyTo?.author ?? parent?.author ?? null);
  const text = `In reply to ${author ?? 'another comment'}`;
  const said = excerpt(parent?.excerpt ?? null, EXCERPT_LENGTH);
  const to = link(inReplyTo?.url ?? null, text) ?? words(text);
  return inertLine([run('↳ '), to, ...(said === null ? [] : [run(': '), words(`“${said}”`, { italic: true })])]);
}
