import type { Comment, CommentFacts, DestinationHealth, FeedFacts, Message, MessageData, Post } from '../../model.ts';
import { oneLine } from '../../markup/text/one-line.ts';
import { moment } from './moment.ts';

/** A message that is about no comment. */
export type NoticeMessage = Exclude<Message, { readonly type: 'comment.created' | 'comment.updated' }>;

/**
 * A notice in plain words, for every chat to render in its own way: a headline of one line, and sentences. Names and
 * reasons in it may be a stranger's: the chat escapes them.
 */
export type NoticeText = {
  readonly headline: string;
  readonly sentences: readonly string[];
  readonly link: { readonly url: string; readonly label: string } | null;
};

/** Longest reason, in UTF-16 units: a sentence, not a report. */
const REASON_LENGTH = 300;

/** Longest list of names: a few tell which are meant, and together with a reason it has to fit a chat's block. */
const LIST_LENGTH = 150;

/** The reason of a destination that takes messages, but at its pace not all of them in time. */
const BACKLOG = 'backlog';
const BACKLOG_REASON = 'at its pace, some wait for more than 30 days, and are given up then.';

/** Gives a notice's headline, sentences and link. */
export function noticeText(notice: NoticeMessage): NoticeText {
  switch (notice.type) {
    case 'feed.watching':
      return watching(notice.data);
    case 'feed.gap':
      return gap(notice.data);
    case 'feed.imported':
      return imported(notice.data);
    case 'feed.failing':
      return about(notice.data.feed, 'cannot be read', [
        `Since ${moment(notice.data.since)}: ${reason(notice.data.reason)}`,
        'Earshot keeps trying, and says when it is back.',
      ]);
    case 'feed.recovered':
      return about(notice.data.feed, 'can be read again', [
        `It could not since ${moment(notice.data.since)}: ${reason(notice.data.reason)}`,
      ]);
    case 'destination.failing':
      return notice.data.reason === BACKLOG
        ? destination(notice.data, 'has more waiting than it can take', 'Since', BACKLOG_REASON)
        : destination(notice.data, 'takes no messages', 'Since');
    case 'destination.recovered':
      return notice.data.reason === BACKLOG
        ? destination(notice.data, 'can take all that waits again', 'It could not since', BACKLOG_REASON)
        : destination(notice.data, 'takes messages again', 'It had not since');
    case 'config.invalid':
      return invalid(notice.data);
    case 'destination.test':
      return {
        headline: `Destination ${name(notice.data.destination.name)} works`,
        sentences: ['This is a test message, as asked for.', feedsSentence(notice.data.feeds)],
        link: null,
      };
  }
}

/** A feed's name as people know it. */
export function feedName(feed: FeedFacts): string {
  return oneLine(feed.title) ?? name(feed.name);
}

/** True if a feed's title says no more than the post's, as `Comments on: QQ` of the post QQ. */
export function namesPost(feed: FeedFacts, post: Post | null): boolean {
  const title = (feed.title ?? '').trim();
  const named = (post?.title ?? '').trim();
  if (named === '') return false;
  if (title.endsWith(named)) return /^$|[\s\p{P}]$/u.test(title.slice(0, -named.length));
  return title.startsWith(named) && /^[\s\p{P}]/u.test(title.slice(named.length));
}

/** Name of a comment's author. */
export function authorName({ author }: Comment): string {
  return oneLine(author.name) ?? 'Someone';
}

/** Name of a comment's author and title of its post. */
export function byline({ comment, post }: Pick<CommentFacts, 'comment' | 'post'>): string {
  const title = oneLine(post?.title ?? null);
  return title === null ? authorName(comment) : `${authorName(comment)} on ${title}`;
}

function watching({ feed, count, newest }: MessageData['feed.watching']): NoticeText {
  const held = count === 1 ? 'It holds 1 comment now' : `It holds ${count === 0 ? 'no' : count} comments now`;
  const said = about(feed, 'is being watched', [`${held}; new ones will come here.`]);
  if (newest === null) return said;
  const { published, url } = newest.comment;
  const when = published === null ? '' : `, ${moment(published)}`;
  return {
    headline: said.headline,
    sentences: [...said.sentences, `The newest is by ${byline(newest)}${when}.`],
    link: url === null ? said.link : { url, label: 'Open the newest comment' },
  };
}

function gap({ feed, since, missed }: MessageData['feed.gap']): NoticeText {
  const many = missed === null ? 'It may be that some' : `Up to ${missed}`;
  return about(feed, 'may have lost comments', [
    `${many} were missed since ${moment(since)}: nothing that it holds now was known, so more came than it can hold.`,
    'What it holds now is on its way; what is missing may still stand on the site.',
  ]);
}

function imported({ feed, count, kept, since }: MessageData['feed.imported']): NoticeText {
  return about(feed, `shows ${count} old comments that it did not show before`, [
    `They were written long before ${moment(since)}, when it was last read, as after an import, so they are not sent.`,
    `${kept === count ? 'All' : `The newest ${kept}`} of them stand in the delivery log.`,
  ]);
}

function invalid({ key, field, reason: why, keys = [] }: MessageData['config.invalid']): NoticeText {
  const cause = `${field === null ? '' : `${name(field)}: `}${reason(why)}`;
  if (keys.length <= 1) {
    return {
      headline: `CONFIG’s ${name(key)} is not valid`,
      sentences: [cause, 'All else goes on until that is corrected.'],
      link: null,
    };
  }
  const named = oneLine(keys.join(', '), LIST_LENGTH) ?? name(key);
  return {
    headline: `${keys.length} values in CONFIG are not valid`,
    sentences: [cause, `All else goes on until they are corrected: ${named}`],
    link: null,
  };
}

function destination(
  { destination: of, reason: why, since, waiting }: DestinationHealth,
  what: string,
  when: string,
  text = reason(why),
): NoticeText {
  return {
    headline: `Destination ${name(of.name)} ${what}`,
    sentences: [`${when} ${moment(since)}: ${text}`, waitingSentence(waiting)],
    link: null,
  };
}

function waitingSentence(waiting: number): string {
  if (waiting === 0) return 'No message waits for it.';
  const count = waiting === 1 ? '1 message waits' : `${waiting} messages wait`;
  return `${count}; what waits is sent in order as soon as it can be.`;
}

function about(feed: FeedFacts, what: string, sentences: readonly string[]): NoticeText {
  const { homePage } = feed;
  const title = oneLine(feed.title);
  return {
    headline: `${title === null ? `Feed ${name(feed.name)}` : `${title} (${name(feed.name)})`} ${what}`,
    sentences,
    link: homePage === null ? null : { url: homePage, label: 'Open the site' },
  };
}

function feedsSentence(feeds: readonly string[]): string {
  const named = oneLine(feeds.join(', '), REASON_LENGTH);
  if (named === null) return 'No feed is sent here yet.';
  return feeds.length === 1 ? `One feed is sent here: ${named}` : `${feeds.length} feeds are sent here: ${named}`;
}

function name(text: string): string {
  return oneLine(text) ?? '(no name)';
}

function reason(text: string): string {
  return oneLine(text, REASON_LENGTH) ?? 'no reason given';
}
