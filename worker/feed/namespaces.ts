/** Prefixes that are bound where an element stands, to those that this room uses. */
export type Scope = { readonly [prefix: string]: string };

/** What this room calls a vocabulary, by its namespace in lower case without scheme, `www.` and closing `/` or `#`. */
const VOCABULARIES: Readonly<Record<string, string>> = {
  'w3.org/2005/atom': 'atom',
  'purl.org/atom/ns': 'atom',
  'w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
  'w3.org/1999/xhtml': 'xhtml',
  'w3.org/xml/1998/namespace': 'xml',
  'purl.org/dc/elements/1.1': 'dc',
  'purl.org/dc/elements/1.0': 'dc',
  'purl.org/dc/terms': 'dcterms',
  'purl.org/rss/1.0/modules/content': 'content',
  'purl.org/rss/1.0/modules/slash': 'slash',
  'purl.org/rss/1.0/modules/syndication': 'sy',
  'wellformedweb.org/commentapi': 'wfw',
  'purl.org/syndication/thread/1.0': 'thr',
  'source.scripting.com': 'source',
  'itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'schemas.google.com/g/2005': 'gd',
  'search.yahoo.com/mrss': 'media',
  // RSS itself: none in 0.91–0.94 and 2.0, these in 0.90, 1.0, 1.1 and by mistake in 2.0.
  'my.netscape.com/rdf/simple/0.9': '',
  'channel.netscape.com/rdf/simple/0.9': '',
  'purl.org/rss/1.0': '',
  'purl.org/net/rss1.1': '',
  'backend.userland.com/rss2': '',
  'backend.userland.com/rss': '',
  'blogs.law.harvard.edu/tech/rss': '',
};

/** What a prefix means that no one declared: its usual meaning. */
const USUAL: Scope = {
  '': '',
  ...Object.fromEntries(Object.values(VOCABULARIES).map((name) => [name, name])),
  xml: 'xml',
  xmlns: 'xmlns',
  html: 'xhtml',
  creativecommons: 'creativecommons',
};

/** The scope at a document's root, before it declares anything. */
export const ROOT_SCOPE: Scope = USUAL;

/** The scope inside an element that declares these namespaces (`xmlns` and `xmlns:*` of its attributes). */
export function declare(scope: Scope, attributes: Readonly<Record<string, string>>): Scope {
  let inner: Record<string, string> | null = null;
  for (const name in attributes) {
    if (!name.startsWith('xmlns')) continue;
    if (name.length > 5 && name[5] !== ':') continue;
    inner ??= { ...scope };
    inner[name.slice(6)] = vocabulary(attributes[name] ?? '', name.slice(6));
  }
  return inner ?? scope;
}

/** A qualified name in this room's words: `title`, `atom:title`, `dc:creator`; an unknown vocabulary's as `?prefix:name`. */
export function resolve(scope: Scope, name: string): string {
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  const local = colon < 0 ? name : name.slice(colon + 1);
  const known = scope[prefix] ?? `?${prefix}`;
  return known === '' ? local : `${known}:${local}`;
}

function vocabulary(uri: string, prefix: string): string {
  const bare = uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/[/#]$/, '');
  if (bare === '') return '';
  return Object.hasOwn(VOCABULARIES, bare) ? (VOCABULARIES[bare] ?? '') : `?${prefix}`;
}
