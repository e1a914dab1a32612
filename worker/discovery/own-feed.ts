import { decodedPart, isFrontPage, samePage, spelled } from '../feed/page-url.ts';
import { withoutFileEnding } from '../feed/resolve-url.ts';

/** Parameters by which WordPress names a post, a page or a picture where addresses have no words; its feed has the same. */
const NUMBERS = ['p', 'page_id', 'attachment_id'];

/** Parameters and folders that name what a page is one of: a forum, a category, a person. */
const CONTAINERS =
  /^(?:f|fid|forums?|b|boards?|c|cid|cats?|categor(?:y|ies)|sections?|groups?|tags?|labels?|u|uid|users?|authors?|members?)(?:[._-]?ids?)?$/i;

/** Parameters that name nothing: how, and from where on, a page is shown. */
const STATE =
  /^(?:start|offset|page|paged|pg|limit|count|num|max|n|s?id_?session|sid|s|phpsessid|sort|order(?:by)?|st|sk|sd|view|lang|l|hl|locale|hilit|highlight|q|search|ref|source|from|amp|m|format|type|feed|action|mode|do|task|option|itemid|cpage|replytocom|unapproved|moderation-hash|utm_\w+|fbclid|gclid|share|print|xtor|ver|version|theme|style)$/i;

/** Name of a page or a feed in its address: a parameter, or the last part of the path with the folder that it is in. */
type Name = { readonly key: string; readonly value: string };

/**
 * Tells by its address whether a feed is the page's own: it continues the page's address, ends with it
 * (`/atom/d/4-sour-dough` of `/d/4-sour-dough`), or names what that names (`/feed/topic/7` of `/viewtopic.php?t=7`).
 */
export function isOwnFeed(feed: URL, page: URL): boolean {
  if (/\/feeds\/\d+\/comments\//.test(feed.pathname) || quotes(feed, page)) return true;
  if (!isOneSite(siteOf(feed), siteOf(page))) return false;
  const numbers = NUMBERS.filter((name) => page.searchParams.has(name));
  if (numbers.some((name) => feed.searchParams.has(name))) {
    return numbers.every((name) => feed.searchParams.get(name) === page.searchParams.get(name));
  }
  const inQuery = namesInQuery(page);
  if (isFrontPage(page.href) && inQuery.length === 0) return false;
  if (continues(feed, page, inQuery.length > 0) || endsLike(partsOf(feed), partsOf(page))) return true;
  const names = inQuery.length > 0 ? inQuery : namesInPath(page);
  return names.some((name) => isNamedBy(name, feed));
}

/** True if a parameter of the feed is the page's address or path, as comment systems on other hosts have it. */
function quotes(feed: URL, page: URL): boolean {
  if (isFrontPage(page.href)) return false;
  return [...feed.searchParams.values()].some((value) => {
    const quoted = /^(?:https?:\/)?\/./i.test(value) ? URL.parse(value, page.href) : null;
    return quoted !== null && samePage(quoted.href, page.href);
  });
}

/** True if two hosts are one, or one is a part of the other. */
function isOneSite(one: string, other: string): boolean {
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}

function continues(feed: URL, page: URL, isNamedByQuery: boolean): boolean {
  const [own, stem] = [stemOf(feed), stemOf(page)];
  if (stem === '') return false;
  if (feed.pathname.startsWith(page.pathname.replace(/\/?$/, '/')) && feed.pathname !== page.pathname) return true;
  // Where a query names the page, all of the site's feeds may be at its path.
  if (own === stem) return !isNamedByQuery || !/(?:^|\/|\.\w{2,5})$/.test(page.pathname);
  return own.startsWith(`${stem}/`) || (/\/\d+$/.test(own) && stem.startsWith(`${own}/`));
}

/** True if the feed's path ends with the page's, of which both may share the beginning; a place in the page may stand behind. */
function endsLike(feed: readonly string[], page: readonly string[]): boolean {
  const shared = page.findIndex((part, at) => feed[at] !== part);
  const rest = page.slice(shared < 0 ? page.length : shared);
  const isPlace = rest.length > 1 && /^\d+$/.test(rest.at(-1) ?? '') && /\d|-/.test(rest.at(-2) ?? '');
  return isEnd(feed, rest) || (isPlace && isEnd(feed, rest.slice(0, -1)));
}

function isEnd(feed: readonly string[], rest: readonly string[]): boolean {
  const end = feed.slice(feed.length - rest.length);
  return rest.length > 0 && rest.length <= feed.length && rest.every((part, at) => isOnePart(part, end[at] ?? ''));
}

/** True if two parts of paths are equal, or one is the number that the other begins with: `4` and `4-sour-dough`. */
function isOnePart(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [one, other].map((part) => /^(\d+)(?:-.*)?$/.exec(part)?.[1] ?? null);
  return a !== null && a === b && (one === a || other === b);
}

/** Names in the page's query, of which those of what it is one of count only where there are no others. */
function namesInQuery(page: URL): readonly Name[] {
  const names = parametersOf(page).filter(({ key, value }) => value !== '' && !STATE.test(key));
  const own = names.filter(({ key }) => !CONTAINERS.test(key));
  return own.length > 0 ? own : names;
}

/** The last part of the page's path, and the number that it begins with. */
function namesInPath(page: URL): readonly Name[] {
  const [last = '', key = ''] = partsOf(page).toReversed();
  const number = /^(\d+)-/.exec(last)?.[1] ?? /-t(\d+)$/.exec(last)?.[1];
  return [last, number ?? ''].filter((value) => value !== '').map((value) => ({ key, value }));
}

function isNamedBy(name: Name, feed: URL): boolean {
  const isContainer = CONTAINERS.test(name.key);
  const [last = '', folder = ''] = partsOf(feed).toReversed();
  if (/\d/.test(name.value) && last === name.value && CONTAINERS.test(folder) === isContainer) return true;
  return parametersOf(feed).some(({ key, value }) => {
    if (!isSameName(value, name.value) || STATE.test(key)) return false;
    return key === name.key || (CONTAINERS.test(key) === isContainer && !NUMBERS.includes(key));
  });
}

/** True if two values are equal but for spaces or underscores between words. */
function isSameName(one: string, other: string): boolean {
  return one.replaceAll(' ', '_') === other.replaceAll(' ', '_');
}

/** Reads parameters, which some forums part by semicolons, with a message's number behind the topic's: `topic=7.15`. */
function parametersOf({ search }: URL): readonly Name[] {
  const parameters = new URLSearchParams(search.replaceAll(';', '&'));
  return [...parameters].map(([key, value]) => ({ key, value: value.replace(/^(\d+)\.\w+$/, '$1') }));
}

function partsOf(url: URL): readonly string[] {
  return stemOf(url).split('/').filter(Boolean).map(decodedPart);
}

function siteOf({ host }: URL): string {
  return host.replace(/^www\./, '');
}

function stemOf({ pathname }: URL): string {
  return withoutFileEnding(spelled(pathname).replace(/\/$/, ''));
}
