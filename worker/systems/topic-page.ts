/** Number of a message behind that of its topic, with or without `msg`: SMF's `?topic=7.msg21#msg21`. */
const WITHIN_TOPIC = /([?&;]topic=\d+)\.(?:msg|new)?\d*/;

/** Parameters that name a topic, and a message in it. */
const TOPIC = ['t', 'tid', 'threadid', 'topicid'];
const MESSAGE = ['p', 'pid', 'postid', 'mid'];

/** Message of a topic whose page is what stands before: XenForo's `/threads/knots.7/post-21`. */
const BEHIND_TOPIC = /^(.*\/threads\/[^/?#]+\/)post-\d+\/?(?:[?#].*)?$/;

/** Message that a topic's page is asked to show: Invision's `?do=findComment&comment=21`. */
const SHOWN = /^([^?#]+)\?do=findComment&comment=\d+(?:#.*)?$/;

/** Thread of comments on a video: PeerTube's `/w/9aBc;threadId=3`. */
const THREAD = /^([^?#]+);threadId=\d+$/;

/** Comment that a page is asked to show: `/depth?comment=55`. Not of a script, nor of what is called after comments. */
const COMMENT = /^(https?:\/\/[^/?#]+\/(?:(?!\bcomment)[^?#])*[^/?#]\/?)\?[a-z-]*comment(?:[-_]?id)?=[\w.-]+(?:#.*)?$/i;
const SCRIPT = /\.(?:php\d?|f?cgi|pl|aspx?|jsp|do)$/i;

/** Gives the page of what a comment's address names beside the comment: a topic, a video; `null` where it names neither. */
export function topicPageOf(permalink: string | null): string | null {
  if (permalink === null) return null;
  const [, page] = BEHIND_TOPIC.exec(permalink) ?? SHOWN.exec(permalink) ?? THREAD.exec(permalink) ?? [];
  if (page !== undefined) return page;
  const [url = ''] = permalink.split('#');
  if (WITHIN_TOPIC.test(url)) return url.replace(WITHIN_TOPIC, '$1.0');
  const at = url.includes('?') ? URL.parse(url) : null;
  if (at === null || !MESSAGE.some((name) => at.searchParams.has(name))) return null;
  if (!TOPIC.some((name) => at.searchParams.has(name))) return null;
  for (const name of MESSAGE) at.searchParams.delete(name);
  return at.href;
}

/** Gives the page that an address asks to show a comment on; `null` of an address without such a parameter. */
export function commentedPageOf(permalink: string | null): string | null {
  const [, page] = COMMENT.exec(permalink ?? '') ?? [];
  return page === undefined || SCRIPT.test(page) ? null : page;
}
