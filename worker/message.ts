import type { Comment, Feed, Post } from './model.ts';

const encoder = new TextEncoder();

/** First `bytes` bytes of the text's SHA-256, as base64url: 9 bytes (12 characters) tell a feed's comments apart. */
export async function digest(text: string, bytes = 9): Promise<string> {
  const whole = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
  return btoa(String.fromCharCode(...whole.subarray(0, bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/**
 * The comment's name across feeds: its ID where that is a URI whose authority is the feed's own host (one comment seen
 * through a site's feed and a post's is one message), else the feed's name and the ID (no feed can speak for another).
 */
export function commentKey(feed: Pick<Feed, 'name'>, feedUrl: string, commentId: Comment['id']): string {
  const own = authority(feedUrl);
  return own !== null && own === authority(commentId) ? commentId : `${feed.name} ${commentId}`;
}

/** The host of an http(s) URL without `www.`, or the authority of a `tag:` URI (RFC 4151); `null` where there is none. */
function authority(uri: string): string | null {
  const tag = /^tag:([^,@/]+),\d{4}(?:-\d\d){0,2}:/.exec(uri);
  if (tag?.[1] !== undefined) return withoutWww(tag[1].toLowerCase());
  if (!/^https?:\/\//i.test(uri) || !URL.canParse(uri)) return null;
  return withoutWww(new URL(uri).host);
}

/** A host without `www.`: both are one site's. */
export function withoutWww(host: string): string {
  return host.replace(/^www\./, '');
}

/** What a message about a feed, a destination or a config value is named by: once for each type, subject and `since`. */
export function noticeKey(type: string, subject: string, since: string): string {
  return `${type} ${subject} ${since}`;
}

/** The revision that follows `previous` (`null`: as created) with this content: back and forth gives two. */
export function nextRevision(previous: string | null, content: string): Promise<string> {
  return digest(`${previous ?? ''} ${content}`);
}

/** Key of a post, for its comments' thread: its URL without scheme, `www.` and fragment, else its ID; `null`: no thread. */
export function postKey(feed: Pick<Feed, 'name'>, post: Post | null): string | null {
  const url = URL.parse(post?.url ?? '');
  if (url !== null && url.host !== '') return `${withoutWww(url.host)}${url.pathname}${url.search}`;
  const id = post?.id ?? null;
  // An ID that is no URI is the feed's own: another feed's post may have the same.
  return id === null || /^[a-z][a-z\d+.-]*:./i.test(id) ? id : `${feed.name} ${id}`;
}

/** Id of a delivery: the message's, and for each replay another, so that a platform's own idempotency lets it arrive. */
export async function deliveryIdOf(id: string, replays: number): Promise<string> {
  return replays === 0 ? id : `msg_${await digest(JSON.stringify([id, replays]), 18)}`;
}

/** `msg_…`: the same for a comment, its revision (`null`: as created) and a destination, however often it is made. */
export async function messageId(key: string, revision: string | null, destination: string): Promise<string> {
  return `msg_${await digest(JSON.stringify([key, revision, destination]), 18)}`;
}
