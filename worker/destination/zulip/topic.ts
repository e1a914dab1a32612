import { clip } from '../../markup/text/clip.ts';
import { unlinked } from '../../markup/text/inert.ts';
import { oneLine } from '../../markup/text/one-line.ts';
import type { Message } from '../../model.ts';
import type { CommentMessage } from '../channel.ts';
import { feedName } from '../content/notice-text.ts';

/** Longest topic, in code points; UTF-16 units are never fewer. https://zulip.com/api/send-message */
const TOPIC_LENGTH = 60;

/** Longest title that is read before it is cut. */
const TITLE_LENGTH = 300;

/** Topic of what is about no feed, or about several. */
const OWN = 'Earshot';

/** Characters that no topic may have, beside control characters. */
const REFUSED = /[\p{Noncharacter_Code_Point}\p{Cc}\p{Cs}]/gu;

/** Marks of a topic that is resolved, as Zulip itself writes them. */
const RESOLVED = /^(?:✔\s*)+/u;

/** Topic that Zulip takes for none at all. */
const NONE = /^\(no topic\)$/i;

/** Topic of the comments on one post: its title, and if that is cut a mark that tells it from others with that beginning. */
export function postTopic({ post, feed }: CommentMessage['data']): string {
  const title = fitting(post?.title ?? null) ?? fitting(post?.url?.replace(/^https?:\/\/(?:www\.)?/i, '') ?? null);
  if (title === null) return feedTopic(feed);
  if (title.length <= TOPIC_LENGTH) return title;
  const mark = markOf(post?.url ?? post?.id ?? title);
  return `${clip(title, TOPIC_LENGTH - mark.length - 1)} ${mark}`;
}

/** Topic of a message that has no post's: its feed's name, where it has one. */
export function messageTopic(message: Message): string {
  return 'feed' in message.data ? feedTopic(message.data.feed) : OWN;
}

/** Topic of many comments: the post's where they are all on one and `byPost`, else the feed's. */
export function roundupTopic(comments: readonly CommentMessage[], byPost: boolean): string {
  const topics = new Set(comments.map(({ data }) => (byPost ? postTopic(data) : feedTopic(data.feed))));
  const feeds = new Set(comments.map(({ data }) => feedTopic(data.feed)));
  const [only = OWN] = topics.size === 1 ? topics : feeds;
  return topics.size === 1 || feeds.size === 1 ? only : OWN;
}

function feedTopic(feed: CommentMessage['data']['feed']): string {
  return clip(fitting(feedName(feed)) ?? OWN, TOPIC_LENGTH);
}

function fitting(text: string | null): string | null {
  const line = oneLine(text?.replaceAll(REFUSED, ' ') ?? null, TITLE_LENGTH);
  const topic = line === null ? '' : unlinked(line).replace(RESOLVED, '').trim();
  return topic === '' || NONE.test(topic) ? null : topic;
}

/** Four characters that differ from post to post (FNV-1a). */
function markOf(key: string): string {
  let hash = 0x811c9dc5;
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (hash % 36 ** 4).toString(36).padStart(4, '0');
}
