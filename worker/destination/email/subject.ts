import { unlinked } from '../../markup/text/inert.ts';
import { oneLine } from '../../markup/text/one-line.ts';
import type { CommentMessage } from '../channel.ts';
import type { Content } from '../content/content.ts';
import { feedName } from '../content/notice-text.ts';

/** Longest subject, in UTF-16 units: clients show less. */
const SUBJECT_LENGTH = 150;

/**
 * A mail's subject, on one line without control characters. Mails about comments on one post have one that tells of nothing but the
 * post, since clients keep only those of one subject together; `isReply`: an earlier mail is referred to.
 */
export function subjectOf({ preview }: Content, about: readonly CommentMessage[], isReply: boolean): string {
  const [first] = about;
  if (first === undefined || !isOfOnePost(about)) return oneLine(preview, SUBJECT_LENGTH) ?? 'Earshot';
  const { post, feed } = first.data;
  const title = oneLine(post?.title ?? null);
  const subject = title === null ? `New comments in ${feedName(feed)}` : `Comments on ${title}`;
  return unlinked(isReply ? `Re: ${subject}` : subject);
}

function isOfOnePost(about: readonly CommentMessage[]): boolean {
  return new Set(about.map(postKeyOf)).size === 1;
}

function postKeyOf({ data: { post, feed } }: CommentMessage): string {
  return JSON.stringify([feed.name, post?.url ?? post?.id ?? post?.title]);
}
