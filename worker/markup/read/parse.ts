import { decodeHTML } from 'entities/decode';
import { Parser } from 'htmlparser2';
import { Builder } from './builder.ts';
import { isBlank } from '../text/blank.ts';
import { InlineBuilder } from './inline-builder.ts';
import { pairSurrogates } from '../text/surrogates.ts';
import type { Block, Markup } from '../tree.ts';
import { stripControls } from '../text/strip-controls.ts';

/** Most elements open at once. The parser's time per tag grows with their number: a limit keeps it linear. */
const MAX_DEPTH = 100;

/**
 * Tree of untrusted HTML, parsed in linear time whatever it is. Links and images are absolute (resolved
 * against `base`) and safe, else their text alone stays; scripts, frames, forms and counting pixels are left out.
 */
export function parseMarkup(served: string, base: string | null): Markup {
  const html = pairSurrogates(served);
  // Feeds declare plain text as HTML too: then its lines are its only structure.
  if (!html.includes('<')) return textMarkup(decodeHTML(html));
  const builder = new Builder(base);
  const ends = lastEnds(html);
  for (let from = 0; from < html.length;) {
    const start = from;
    from += parseChunk(html.slice(start), builder, (name, at) => (ends.get(name) ?? -1) > start + at);
  }
  return builder.finish();
}

/** Tree of plain text: blank lines separate paragraphs. */
export function textMarkup(text: string): Markup {
  const blocks: Block[] = [];
  const line = new InlineBuilder();
  const end = (): void => {
    const inlines = line.take();
    if (inlines.length > 0) blocks.push({ kind: 'paragraph', inlines });
  };
  const plain: readonly [] = [];
  for (const part of stripControls(text).split(/\r\n?|\n/)) {
    if (isBlank(part)) end();
    line.text(part, plain);
    line.break(plain);
  }
  end();
  return blocks;
}

/** Index of the last end tag of each name. */
function lastEnds(html: string): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const { 1: name = '', index } of html.matchAll(/<\/([a-z][^\s/>]*)/gi)) ends.set(name.toLowerCase(), index);
  return ends;
}

/** Parses to the end, or until too many elements are open, and closes them all. Gives the length that it has parsed. */
function parseChunk(html: string, builder: Builder, ends: (name: string, at: number) => boolean): number {
  let stopped: number | null = null;
  const parser = new Parser({
    onopentag(name, attributes) {
      builder.open(name, attributes, ends(name, parser.startIndex));
      // Within a dropped element twice the depth is allowed: stopping there would turn its content into text.
      if (builder.depth < (builder.dropping ? 2 * MAX_DEPTH : MAX_DEPTH)) return;
      stopped = builder.dropping ? html.length : parser.endIndex + 1;
      parser.pause();
    },
    ontext: (data) => builder.text(data),
    onclosetag: () => builder.close(),
  });
  parser.write(html);
  if (stopped === null) parser.end();
  builder.closeAll();
  return stopped ?? html.length;
}
