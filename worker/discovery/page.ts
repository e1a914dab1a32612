import { decodeHTML } from 'entities/decode';
import { type Attributes, eachTag } from '../feed/html/tags.ts';
import type { NamedLink } from '../feed/link-header.ts';
import type { PageSigns } from '../systems/system.ts';

/** Facts of an HTML page that tell where its comments' feed is. */
export type Page = PageSigns & {
  /** URL that its relative links resolve against. */
  readonly base: string;
  /** Its `link` elements, in their order. */
  readonly links: readonly NamedLink[];
  /** Addresses that its text links to and that look like a feed's. */
  readonly anchors: readonly string[];
  /** Classes of its body: blog systems name there what kind of page it is. */
  readonly classes: readonly string[];
  /** Its title, without white space around it; empty where it has none. */
  readonly title: string;
};

/** Entries taken of each kind, the first ones: no page has so many that matter. */
const MAX_EACH = 200;

/** Characters of its scripts that are kept in all: a comment system's settings are few. */
const MAX_SCRIPTS = 65_536;

/** Characters of a value of an attribute: what is longer is no setting. */
const MAX_VALUE = 2_000;

const FEED_ADDRESS = /(?:[/.=](?:feed|rss2?|atom|rdf)\b[^/]{0,20}\/?$)|\.xml$|\/comments\/(?:default|feed)/i;

/** Reads the page at `url`. */
export function readPage(html: string, url: string): Page {
  const reader = new PageReader(html, url);
  eachTag(html, ({ name, isEnd, attributes, at, end }) => {
    if (isEnd) reader.endTag(name, at);
    else reader.startTag(name, attributes, end);
  });
  return reader.page();
}

class PageReader {
  readonly #html: string;
  readonly #url: string;
  #base: string;
  #title: string | null = null;
  #classes: readonly string[] = [];
  readonly #links: NamedLink[] = [];
  readonly #anchors: string[] = [];
  readonly #generators: string[] = [];
  readonly #settings = new Map<string, string>();
  readonly #scripts: string[] = [];
  #scriptRoom = MAX_SCRIPTS;
  /** Offset behind the last start tag, where the text of a script or title begins. */
  #textAt = 0;

  constructor(html: string, url: string) {
    this.#html = html;
    this.#url = url;
    this.#base = url;
  }

  startTag(name: string, attributes: Attributes, end: number): void {
    this.#textAt = end;
    for (const [key, value] of attributes) this.#setting(key, value.trim());
    const href = attributes.get('href')?.trim() ?? '';
    if (name === 'link' && href !== '') {
      const [rel, type, title] = ['rel', 'type', 'title'].map((key) => attributes.get(key));
      this.#links.push({ href, rel: words(rel ?? ''), type: type?.trim() ?? null, title: title ?? null });
    } else if (name === 'a' && FEED_ADDRESS.test(href)) this.#anchors.push(href);
    else if (name === 'base' && href !== '') this.#base = URL.parse(href, this.#url)?.href ?? this.#url;
    else if (name === 'body') this.#classes = words(attributes.get('class') ?? '');
    else if (name === 'meta' && attributes.get('name')?.trim().toLowerCase() === 'generator') {
      this.#generators.push(attributes.get('content')?.trim() ?? '');
    }
  }

  endTag(name: string, at: number): void {
    const text = name === 'script' || name === 'title' ? this.#html.slice(this.#textAt, at).trim() : '';
    if (name === 'title') this.#title ??= decodeHTML(text.slice(0, MAX_VALUE)).trim();
    if (name !== 'script' || text === '' || text.length > this.#scriptRoom || this.#scripts.length >= MAX_EACH) return;
    this.#scriptRoom -= text.length;
    this.#scripts.push(text);
  }

  page(): Page {
    return {
      base: this.#base,
      links: this.#links.slice(0, MAX_EACH),
      anchors: this.#anchors.slice(0, MAX_EACH),
      classes: this.#classes,
      title: this.#title ?? '',
      generators: this.#generators.slice(0, MAX_EACH),
      settings: this.#settings,
      scripts: this.#scripts,
    };
  }

  /** Keeps the first attribute of each name that begins with `data-`. */
  #setting(key: string, value: string): void {
    const isNew = key.startsWith('data-') && !this.#settings.has(key);
    if (isNew && value.length <= MAX_VALUE && this.#settings.size < MAX_EACH) this.#settings.set(key, value);
  }
}

function words(list: string): readonly string[] {
  return list.trim().toLowerCase().split(/\s+/);
}
