import type { Entry, ParsedFeed } from '../feed/parsed-feed.ts';
import { comparableText } from '../feed/comment/comparable-text.ts';
import { isNothingButLabel } from '../feed/comment/title-words.ts';
import { pageOf } from '../feed/page-url.ts';
import { authorInTitle } from './title-author.ts';
import { namedByAddress } from './post-title.ts';

/** "Re:" and the like before the title of what is answered, which it is in any language. */
const ANSWER =
  /^(?:(?:re|aw|antw|sv|vs|odp|rif|res|ynt|ответ|回复|回覆)(?:\s*\[\d+\])?\s*[:：]|(?:reply|replies|response|answer) to:?\s|in (?:reply|response) to:?\s|comments? (?:on|to|for):?\s|on\s)\s*/i;

/** Words between an author's name and the post's title, in front of that and behind it. */
const BEHIND_NAME =
  /^(?:\s*\[[^\]]{1,40}\])?\s*(?:[:：–—-]|on\b|commented on\b|replied to\b|wrote on\b|in (?:reply|response) to\b:?)\s*/i;
const BEFORE_NAME = /(?:\s*[:：|–—-]|,|\s(?:by|von|par|por|di|от))\s*$/i;

/** Quotes around a title. */
const QUOTED = /^["'“”„«»‘’「](.+)["'“”«»‘’」]$/s;

/** Shortest title that is searched for in others: a shorter one may stand in any. */
const MIN_TITLE = 4;

/** Characters of a comment that are compared with its title. */
const MAX_BEGINNING = 1_000;

/** Title without "Re:", however often that stands before it. */
export function withoutAnswer(title: string): string {
  let words = title;
  while (/^(?:re|aw)\s*:/i.test(words)) words = words.replace(ANSWER, '');
  return words.replace(ANSWER, '').trim();
}

/** Gives the title of a comment without its author's name and the words around that. */
export function titleBeside({ title, author }: Entry): string | null {
  if (title === null) return null;
  const name = (author.inherited === true ? null : author.name) ?? authorInTitle(title);
  const words = withoutAnswer(besideName(title.trim(), name ?? ''));
  const bare = QUOTED.exec(words)?.[1] ?? words;
  // An address stands for a title where the feed knows none.
  return bare === '' || /^(?:\/|https?:)/i.test(bare) ? null : bare;
}

function besideName(title: string, name: string): string {
  if (name === '' || title === name) return title;
  if (title.startsWith(name)) {
    const rest = title.slice(name.length);
    return BEHIND_NAME.test(rest) ? rest.replace(BEHIND_NAME, '') : title;
  }
  const before = title.endsWith(name) ? title.slice(0, -name.length) : title;
  return before !== title && BEFORE_NAME.test(before) ? before.replace(BEFORE_NAME, '') : title;
}

/**
 * Gives a reader of the post's title in comments' titles, where something else confirms it: the post's address is made of
 * it, it ends the feed's title, or others on the same page have the same beside their own names.
 */
export function postTitleReader({ title: topic, entries }: ParsedFeed): (entry: Entry, page: string) => string | null {
  const authors = new Map<string, Set<string>>();
  for (const entry of entries) {
    const key = `${pageOf(entry.url)} ${titleBeside(entry)}`;
    if (entry.author.name !== null) authors.set(key, (authors.get(key) ?? new Set()).add(entry.author.name));
  }
  return (entry, page) => {
    const title = titleBeside(entry);
    if (title === null || title === entry.author.name || isBeginning(title, entry)) return null;
    if (plain(namedByAddress(title, page) ?? '') === plain(title)) return title;
    if (isNothingButLabel(title) || title.length < MIN_TITLE) return null;
    const isSaidTwice = (authors.get(`${pageOf(entry.url)} ${title}`)?.size ?? 0) > 1;
    return isSaidTwice || (title !== entry.title && topic?.endsWith(title) === true) ? title : null;
  };
}

/** True if a title is the beginning of what the comment says, or all that it says. */
function isBeginning(title: string, { content, summary }: Entry): boolean {
  const text = content ?? summary;
  const said = text === null ? '' : comparableText({ ...text, value: text.value.slice(0, MAX_BEGINNING) });
  return said === '' || said.toLowerCase().startsWith(title.replace(/\s*(?:\.\.\.|…)$/, '').toLowerCase());
}

function plain(title: string): string {
  return title.replaceAll(/[^\p{L}\p{N}]/gu, '');
}
