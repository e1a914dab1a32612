import type { Post } from '../model.ts';
import { eachTag } from '../feed/html/tags.ts';
import { decodedPart } from '../feed/page-url.ts';
import type { EntryText } from '../feed/parsed-feed.ts';
import { plainDraft } from './plain-draft.ts';
import type { BlogSystem } from './system.ts';

/** Change of a page, and the page's name: `/w/index.php?title=Talk:Knots&diff=9&oldid=8`. */
const CHANGE = /^([^?#]+\?title=([^&#]+))&(?:[^#]*&)?diff=\w+/;

/** Class of a cell, in the table of what was changed, that holds a line as it is now. */
const ADDED = /(?:^|\s)diff-addedline(?:\s|$)/;

/**
 * MediaWiki: the history of one page, of which each change is an entry. Of a page's talk, what a change added is what somebody
 * said.
 */
export const mediawiki: BlogSystem = {
  name: 'mediawiki',
  addresses: [
    {
      of: 'page',
      page: /^[^#]+/,
      generator: /^MediaWiki\b/,
      // Name spaces have names in the wiki's language; their classes do not.
      feed: ([page = ''], { classes }) => {
        const history = classes.includes('ns-talk') ? URL.parse(page) : null;
        history?.searchParams.set('action', 'history');
        history?.searchParams.set('feed', 'atom');
        return history?.href ?? null;
      },
    },
  ],
  owns: ({ generator, entries }) =>
    /^mediawiki\b/i.test(generator ?? '') &&
    entries.length > 0 &&
    new Set(entries.map(({ url }) => CHANGE.exec(url ?? '')?.[1] ?? null)).size === 1,
  reader: () => (entry) => {
    const draft = plainDraft(entry);
    // A change has one time, which is called updated in Atom.
    const published = draft.published ?? draft.updated;
    const updated = draft.published === null ? null : draft.updated;
    return { ...draft, published, updated, content: addedIn(draft.content), post: postOf(entry.url) };
  },
};

/** Gives the lines that a change added; the whole where it shows no table of them. */
function addedIn(content: EntryText | null): EntryText | null {
  if (content === null) return null;
  const lines: string[] = [];
  let from = -1;
  eachTag(content.value, ({ name, isEnd, attributes, at, end }) => {
    if (name !== 'td') return;
    if (from >= 0) lines.push(content.value.slice(from, at));
    from = !isEnd && ADDED.test(attributes.get('class') ?? '') ? end : -1;
  });
  return lines.length === 0 ? content : { ...content, value: lines.join('\n') };
}

function postOf(change: string | null): Post | null {
  const [, url, name] = CHANGE.exec(change ?? '') ?? [];
  return url === undefined || name === undefined
    ? null
    : { id: null, url, title: decodedPart(name).replaceAll('_', ' ') };
}
