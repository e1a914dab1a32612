import type { Entry, ParsedFeed } from '../../feed/parsed-feed.ts';
import { pageOf } from '../../feed/page-url.ts';
import { namedByAddress, namedFully, postTitleIn } from '../post-title.ts';

/** Wording of a comment's title before and after the post's, with `NAME` for the author. */
type AroundTitle = { readonly before: string; readonly after: string };

/** Placeholder of the author's name: a character that no title has. */
const NAME = '\u0001';

const ENGLISH: AroundTitle = { before: 'Comment on ', after: ` by ${NAME}` };

/** Gives a reader of the post's title in comments' titles: in English, or in the wording that the feed's addresses show. */
export function titleReader(feed: ParsedFeed): (entry: Entry) => string | null {
  const pages = new Map<string, Set<string>>();
  for (const entry of feed.entries) {
    const wording = wordingOf(entry);
    if (wording === null) continue;
    const key = `${wording.before}\n${wording.after}`;
    pages.set(key, (pages.get(key) ?? new Set()).add(pageOf(entry.url) ?? ''));
  }
  const [most, on] = [...pages].toSorted(([, a], [, b]) => b.size - a.size)[0] ?? ['\n', new Set()];
  const [before = '', after = ''] = most.split('\n');
  // One post alone may have an address that leaves half its title out.
  const wordings = on.size > 1 ? [ENGLISH, { before, after }] : [ENGLISH];
  return (entry) => {
    for (const wording of wordings) {
      const title = between(entry, wording);
      if (title !== null) return title;
    }
    return namedFully(entry.title, pageOf(entry.url));
  };
}

/** Finds the post's title in that of its own comments' feed: RSS puts a colon before it in almost every language. */
export function titleInFeed(feed: ParsedFeed, page: string | null): string | null {
  const english = postTitleIn(feed.title, null);
  if (english !== null) return english;
  const after = feed.format === 'atom' ? undefined : /^[^:：]{2,40}[:：]\s*(\S.*)$/s.exec(feed.title ?? '')?.[1];
  return after ?? namedFully(feed.title, page);
}

function wordingOf(entry: Entry): AroundTitle | null {
  const { title, author } = entry;
  const page = pageOf(entry.url);
  const named = title === null || page === null ? null : namedByAddress(title, page);
  if (title === null || named === null || author.name === null) return null;
  const at = title.lastIndexOf(named);
  const [before, after] = [title.slice(0, at), title.slice(at + named.length)].map((part) =>
    part.replaceAll(author.name ?? NAME, NAME),
  );
  return before === undefined || after === undefined || !`${before}${after}`.includes(NAME) ? null : { before, after };
}

function between({ title, author }: Entry, wording: AroundTitle): string | null {
  const before = wording.before.replaceAll(NAME, author.name ?? '');
  const after = wording.after.replaceAll(NAME, author.name ?? '');
  if (title === null || !title.startsWith(before) || !title.endsWith(after)) return null;
  return title.slice(before.length, title.length - after.length).trim() || null;
}
