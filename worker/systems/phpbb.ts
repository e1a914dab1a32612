import type { Post } from '../model.ts';
import { eachTag, type Tag } from '../feed/html/tags.ts';
import type { Entry, EntryText } from '../feed/parsed-feed.ts';
import { plainDraft } from './plain-draft.ts';
import type { BlogSystem } from './system.ts';

/** Address of a message: `…/viewtopic.php?p=21#p21`, in older versions with the forum and the topic: `?f=3&t=7&p=21#p21`. */
const PERMALINK = /\/viewtopic\.php\?(?:[^#]*&)?p=(\d+)[^#]*#p\1$/;

/** Forum and topic in a title: `Tools • Re: Which plane?`. */
const TITLE = /^(?:.*? • )?(?:Re: )?(\S.*)$/s;

/** phpBB: every entry is a message with a page of its own, which does not name its topic. */
export const phpbb: BlogSystem = {
  name: 'phpbb',
  owns: (feed) => feed.entries.some(({ url }) => PERMALINK.test(url ?? '')),
  reader: () => (entry) => {
    const draft = plainDraft(entry);
    return { ...draft, content: withoutStatistics(draft.content), post: postOf(entry) };
  },
};

function postOf({ url, title }: Entry): Post | null {
  const topic = TITLE.exec(title ?? '')?.[1] ?? null;
  const page = topicPage(url);
  return topic === null && page === null ? null : { id: null, url: page, title: topic };
}

/** Gives the topic's page, where the permalink names the topic beside the message. */
function topicPage(permalink: string | null): string | null {
  const page = URL.parse(permalink ?? '');
  if (page === null || !page.searchParams.has('t')) return null;
  page.searchParams.delete('p');
  page.hash = '';
  return page.href;
}

/** Leaves out the last paragraph, "Statistics: Posted by oto — 01 Nov 2026, 10:00" in any language, and the rule below it. */
function withoutStatistics(content: EntryText | null): EntryText | null {
  const at = content?.value.lastIndexOf('<p>') ?? -1;
  if (content === null || at < 0) return content;
  const tags: Tag[] = [];
  eachTag(content.value.slice(at), (tag) => tags.push(tag) < 8);
  const [, author, authorEnd, end, rule, more] = tags;
  const isAuthor =
    author?.attributes.get('href')?.includes('mode=viewprofile') === true ||
    author?.attributes.get('class')?.startsWith('username') === true;
  const isLast = end?.name === 'p' && end.isEnd && more === undefined && (rule === undefined || rule.name === 'hr');
  const behind = content.value.slice(at + (rule ?? end ?? { end: 0 }).end).trim();
  const isStatistics = isAuthor && authorEnd?.isEnd === true && isLast && behind === '';
  return isStatistics ? { ...content, value: content.value.slice(0, at) } : content;
}
