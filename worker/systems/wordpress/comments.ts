import type { Failure, Reference, Result } from '../../model.ts';
import { readDate } from '../../feed/date/date.ts';
import { personIn } from '../../feed/entry/author.ts';
import { plainOfRss } from '../../feed/entry/title.ts';
import { parseJson } from '../../feed/json/json-text.ts';
import { listOf, type Members, membersOf, stringOf } from '../../feed/json/json-value.ts';
import type { Entry, EntryAuthor, ParsedFeed } from '../../feed/parsed-feed.ts';
import { pageKey, pageOf, samePage } from '../../feed/page-url.ts';
import { resolveEntities } from '../../feed/xml/characters.ts';
import { type FirstPage, PER_PAGE, scopeOf } from './addresses.ts';
import { namerOf, type Names } from './comment-ids.ts';

/**
 * Page of older comments, as the feed itself would give them. `otherIds`: where an entry's id is a guess, by it, the
 * other ids under which the feed may give that comment, or may have given it.
 */
export type OlderPage = {
  readonly feed: ParsedFeed;
  readonly otherIds: ReadonlyMap<string, readonly string[]>;
};

/** Failure of a page. `closed`: the site does not show its comments there. `cut`: the answer ended early. */
export type PageFailure = Failure<'closed' | 'cut'>;

/** Comment of the answer with its names in the feed. */
type Draft = Names & {
  readonly comment: Members;
  readonly number: string;
  /** Name of the author in full, which may be an address. */
  readonly name: string | null;
  readonly author: EntryAuthor;
};

/** Wording of a comment's title around its author's name: "Comment on Hello world! by ", "". */
type AroundAuthor = { readonly before: string; readonly after: string };

/** Reads the body of an answer at one of `olderPages`. Never throws, whatever that is. */
export function readOlderPage(text: string, first: FirstPage): Result<OlderPage, PageFailure> {
  const body = text.trim();
  const value = body.startsWith('[') ? (parseJson(body)?.value ?? null) : null;
  if (!Array.isArray(value)) {
    return body.startsWith('[')
      ? { ok: false, reason: 'cut', detail: 'A page of older comments ended early.' }
      : { ok: false, reason: 'closed', detail: 'The site does not show its older comments.' };
  }
  const drafts = draftsOf(value, first);
  const otherIds = drafts.flatMap(({ id, otherIds: others }) => (others.length === 0 ? [] : [[id, others] as const]));
  const feed = { ...first.feed, next: null, truncated: false, entries: entriesOf(drafts, first.feed) };
  return { ok: true, value: { feed, otherIds: new Map(otherIds) } };
}

function draftsOf(comments: readonly unknown[], first: FirstPage): readonly Draft[] {
  const namesOf = namerOf(first.feed);
  const linkOf = linkReader(first);
  return comments.slice(0, PER_PAGE).flatMap((value) => {
    const comment = membersOf(value);
    const url = comment === null ? null : linkOf(comment);
    const number = comment === null ? null : numberOf(comment, 'id');
    if (comment === null || number === null || url === null) return [];
    const names = namesOf({ number, post: numberOf(comment, 'post'), type: postTypeOf(comment), url });
    const name = nameOf(comment);
    return { ...names, comment, number, name, author: commentAuthorOf(comment, name, first.feed) };
  });
}

/**
 * Gives a reader of comments' links, with the scheme of the feed's own; `null` of one that leads elsewhere than the feed's
 * comments do: then another site answered, or a site that takes a request for one post's comments for one for all.
 */
function linkReader(first: FirstPage): (comment: Members) => string | null {
  const origins = new Map<string, string>();
  for (const { url } of first.feed.entries) {
    const at = url === null ? null : URL.parse(url);
    if (at !== null) origins.set(at.host, at.origin);
  }
  const isOfPost = (scopeOf(first)?.post ?? null) !== null;
  const page = first.feed.entries[0]?.url ?? null;
  return (comment) => {
    const link = stringOf(comment, 'link') ?? '';
    const origin = origins.get(URL.parse(link)?.host ?? '');
    if (origin === undefined || !isApproved(comment) || (isOfPost && !samePage(link, page))) return null;
    return link.replace(/^[a-z]+:\/\/[^/?#]+/i, origin);
  };
}

function isApproved(comment: Members): boolean {
  return (stringOf(comment, 'status') ?? 'approved') === 'approved';
}

function entriesOf(drafts: readonly Draft[], first: ParsedFeed): readonly Entry[] {
  const urls = new Map<string, string>();
  const authors = new Map<string, string | null>();
  for (const { id, url, author } of [...first.entries, ...drafts]) {
    if (url !== null) urls.set(id, url);
    authors.set(id, author.name);
  }
  const titleOf = titleLike(first);
  return drafts.map((draft) => {
    const { id, url, comment, author } = draft;
    const published = readDate(stringOf(comment, 'date_gmt'));
    const parent = parentOf(draft);
    return {
      id,
      idDerived: draft.post === null,
      url,
      title: titleOf(url, draft.name),
      author,
      published,
      // Its Atom feeds have both, which are one.
      updated: first.format === 'atom' ? published : null,
      language: null,
      content: contentOf(comment, url),
      summary: null,
      commentsUrl: null,
      inReplyTo: {
        ...parent,
        url: urls.get(parent.id ?? '') ?? parent.url,
        author: authors.get(parent.id ?? '') ?? null,
      },
      replies: { feed: null, count: null },
    };
  });
}

/**
 * Gives a function that writes titles like the feed's, in any language, after that of another comment on the same page;
 * `null` where the feed has none, or the author has no name.
 */
function titleLike({ entries }: ParsedFeed): (page: string, author: string | null) => string | null {
  const wordings = new Map<string, AroundAuthor>();
  for (const { url, title, author } of entries) {
    const parts = author.name === null ? [] : (title ?? '').split(author.name);
    const [before, after, more] = parts;
    if (url !== null && before !== undefined && after !== undefined && more === undefined) {
      wordings.set(pageKey(url), { before, after });
    }
  }
  return (page, author) => {
    const wording = wordings.get(pageKey(page));
    return wording === undefined || author === null ? null : `${wording.before}${author}${wording.after}`;
  };
}

/** Reference to the comment that it answers, else to the post, as in WordPress's Atom feeds. */
function parentOf({ comment, number, id, url, post }: Draft): Reference {
  const parent = numberOf(comment, 'parent');
  if (parent === null) return { id: post, url: pageOf(url), author: null };
  const mark = `#comment-${number}`;
  // Replies are on the same page of comments as what they answer.
  const [parentId, parentUrl] = [id, url].map((name) => name.replace(mark, `#comment-${parent}`));
  return { id: parentId ?? null, url: parentUrl ?? null, author: null };
}

/** Name of the author, which is saved as HTML, as plain text. */
function nameOf(comment: Members): string | null {
  const name = stringOf(comment, 'author_name');
  return name === null ? null : plainOfRss(name).trim();
}

/** Author with address and picture, which the feed itself lacks where it is RSS. */
function commentAuthorOf(comment: Members, name: string | null, { format }: ParsedFeed): EntryAuthor {
  const person = format === 'atom' || name === null ? { name, email: null } : personIn(name);
  const url = stringOf(comment, 'author_url');
  const avatar = avatarOf(comment);
  return { name: person.name, email: person.email, url: url === null ? null : resolveEntities(url), avatar };
}

/** Largest picture: they are listed by their width in pixels. */
function avatarOf(comment: Members): string | null {
  const avatars = membersOf(comment.get('author_avatar_urls')) ?? new Map<string, unknown>();
  const widest = [...avatars.keys()].toSorted((one, other) => Number(other) - Number(one))[0];
  return widest === undefined ? null : stringOf(avatars, widest);
}

function contentOf(comment: Members, base: string): Entry['content'] {
  const content = membersOf(comment.get('content'));
  const value = content === null ? null : stringOf(content, 'rendered');
  return value === null ? null : { type: 'html', value, base };
}

/** Gives a number that names something; `null` of 0, which names nothing. */
function numberOf(comment: Members, name: string): string | null {
  const number = stringOf(comment, name);
  return number !== null && /^[1-9]\d{0,19}$/.test(number) ? number : null;
}

/** Type of the post that a comment is on, by its links: a page's guid is not like a post's. */
function postTypeOf(comment: Members): string | null {
  const links = membersOf(comment.get('_links'));
  const post = links === null ? null : membersOf(listOf(links, 'up')?.[0]);
  const type = post === null ? null : stringOf(post, 'post_type');
  return type !== null && /^[\w-]{1,40}$/.test(type) ? type : null;
}
