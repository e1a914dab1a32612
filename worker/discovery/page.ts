import { Parser } from 'htmlparser2';
import type { NamedLink } from '../feed/link-header.ts';

/** What of an HTML page tells where its comments' feed is. */
export type Page = {
  /** What relative links resolve against. */
  readonly base: string;
  /** In the order of the page: `link` elements. */
  readonly links: readonly NamedLink[];
  /** Addresses in its text that look like a feed's. */
  readonly anchors: readonly string[];
  /** The classes of its body: blog systems say there what kind of page it is. */
  readonly classes: readonly string[];
  /** The systems that say they made it: plugins say so too. */
  readonly generators: readonly string[];
};

/** As deep as elements are followed: past that is no page. */
const MAX_DEPTH = 512;

/** Links taken of each kind, the first ones: no page has so many that matter. */
const MAX_LINKS = 200;

const FEED_ADDRESS = /(?:[/.=](?:feed|rss2?|atom|rdf)\b[^/]{0,20}\/?$)|\.xml$|\/comments\/(?:default|feed)/i;

/** Reads the page at `url`. */
export function readPage(html: string, url: string): Page {
  let base = url;
  let classes: readonly string[] = [];
  const links: NamedLink[] = [];
  const anchors: string[] = [];
  const generators: string[] = [];
  let depth = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      const { href = '', rel = '', type = null, title = null } = attributes;
      if (name === 'link' && href !== '') links.push({ href, rel: words(rel), type, title });
      else if (name === 'a' && FEED_ADDRESS.test(href)) anchors.push(href);
      else if (name === 'base' && href !== '') base = URL.parse(href, url)?.href ?? url;
      else if (name === 'body') classes = words(attributes['class'] ?? '');
      else if (name === 'meta' && /^generator$/i.test(attributes['name'] ?? ''))
        generators.push(attributes['content'] ?? '');
      if (++depth > MAX_DEPTH) parser.pause();
    },
    onclosetag: () => void depth--,
  });
  parser.write(html);
  return {
    base,
    links: links.slice(0, MAX_LINKS),
    anchors: anchors.slice(0, MAX_LINKS),
    classes,
    generators: generators.slice(0, MAX_LINKS),
  };
}

function words(list: string): readonly string[] {
  return list.toLowerCase().split(/\s+/);
}
