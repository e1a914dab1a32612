/** Scope of namespaces at an element: prefixes declared there, the scope around it, names resolved so far. */
export type Scope = {
  readonly prefixes: ReadonlyMap<string, string>;
  readonly outer: Scope | null;
  readonly names: Map<string, string>;
};

/** Vocabularies by namespace, written in lower case without scheme, `www.` and closing `/` or `#`. */
const VOCABULARIES: ReadonlyMap<string, string> = new Map([
  ['w3.org/2005/atom', 'atom'],
  ['purl.org/atom/ns', 'atom'],
  ['w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['w3.org/1999/xhtml', 'xhtml'],
  ['purl.org/dc/elements/1.1', 'dc'],
  ['purl.org/dc/elements/1.0', 'dc'],
  ['purl.org/dc/terms', 'dcterms'],
  ['web.resource.org/rss/1.0/modules/content', 'content'],
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['purl.org/rss/1.0/modules/slash', 'slash'],
  ['purl.org/rss/1.0/modules/syndication', 'sy'],
  ['wellformedweb.org/commentapi', 'wfw'],
  ['purl.org/syndication/thread/1.0', 'thr'],
  ['rssnamespace.org/feedburner/ext/1.0', 'feedburner'],
  ['source.scripting.com', 'source'],
  ['source.smallpict.com/2014/07/12/thesource.html', 'source'],
  ['itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['google.com/schemas/play-podcasts/1.0', 'googleplay'],
  ['schemas.google.com/g/2005', 'gd'],
  ['search.yahoo.com/mrss', 'media'],
  ['tools.search.yahoo.com/mrss', 'media'],
  ['video.search.yahoo.com/mrss', 'media'],
  ['rssboard.org/media-rss', 'media'],
  // RSS: no namespace in 0.91–0.94 and 2.0, these in 0.90, 1.0, 1.1, and by mistake in others.
  ['my.netscape.com/rdf/simple/0.9', ''],
  ['channel.netscape.com/rdf/simple/0.9', ''],
  ['purl.org/rss/1.0', ''],
  ['purl.org/net/rss1.1', ''],
  ['backend.userland.com/rss', ''],
  ['backend.userland.com/rss091', ''],
  ['backend.userland.com/rss092', ''],
  ['backend.userland.com/rss2', ''],
  ['blogs.law.harvard.edu/tech/rss', ''],
]);

/** Vocabularies by the prefix that they mostly have, for one that is declared nowhere or as an unknown vocabulary. */
const USUAL: ReadonlyMap<string, string> = new Map(
  [...VOCABULARIES.values(), 'xml', 'xmlns'].filter((name) => name !== '').map((name) => [name, name]),
);

/**
 * Elements that a feed is built of: where one of them declares another namespace than a feed's for names without prefix, it
 * is a mistake.
 */
const FRAME = new Set(['rss', 'rdf', 'feed', 'channel', 'item', 'entry']);

/**
 * Gives the scope around a root element of this prefix; elements without prefix belong to `own` until a known namespace says
 * otherwise, and so do those with the root's.
 */
export function outermost(own: '' | 'atom', prefix: string): Scope {
  const frame = prefix === 'rdf' ? [] : [[prefix, own] as const];
  return { prefixes: new Map([...USUAL, ['', own], ...frame]), outer: null, names: new Map() };
}

/** Gives the scope inside an element of this name with these attributes, of which `xmlns` and `xmlns:…` count. */
export function declare(scope: Scope, element: string, attributes: Readonly<Record<string, string>>): Scope {
  const prefixes = new Map<string, string>();
  for (const name in attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    const prefix = name.slice('xmlns:'.length);
    if (prefix === '' && FRAME.has(element.toLowerCase())) continue;
    prefixes.set(prefix, VOCABULARIES.get(bare(attributes[name] ?? '')) ?? unknown(scope, prefix));
  }
  return prefixes.size === 0 ? scope : { prefixes, outer: scope, names: new Map() };
}

/** Vocabulary of a prefix that is declared as an unknown one. */
function unknown(scope: Scope, prefix: string): string {
  const before = meaningOf(scope, prefix);
  return USUAL.get(prefix) ?? (prefix === '' || before === '' || before === 'atom' ? before : `?${prefix}`);
}

/** Resolves a qualified name to vocabulary and local name: `title`, `atom:title`, `dc:creator`; of an unknown vocabulary, `?prefix:name`. */
export function resolve(scope: Scope, name: string): string {
  const known = scope.names.get(name);
  if (known !== undefined) return known;
  const colon = name.indexOf(':');
  const vocabulary = meaningOf(scope, colon < 0 ? '' : name.slice(0, colon).toLowerCase());
  const local = name.slice(colon + 1).toLowerCase();
  const resolved = vocabulary === '' ? local : `${vocabulary}:${local}`;
  scope.names.set(name, resolved);
  return resolved;
}

function meaningOf(scope: Scope, prefix: string): string {
  for (let level: Scope | null = scope; level !== null; level = level.outer) {
    const vocabulary = level.prefixes.get(prefix);
    if (vocabulary !== undefined) return vocabulary;
  }
  return `?${prefix}`;
}

function bare(uri: string): string {
  return uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/[/#]$/, '');
}
