import { escapeAttribute, escapeText } from 'entities/escape';
import type { Line, Run, Styles } from '../run.ts';
import { isAddress } from '../text/address.ts';
import { unlinked } from '../text/inert.ts';
import type { Block, Markup } from '../tree.ts';
import { rowsOf, type RowOptions } from './rows.ts';
import { together } from './together.ts';

/** Elements of the HTML that is written here; every platform that shows HTML has them. */
type Element =
  | 'a'
  | 'blockquote'
  | 'code'
  | 'del'
  | 'em'
  | 'hr'
  | 'li'
  | 'ol'
  | 'p'
  | 'pre'
  | 'strong'
  | 'u'
  | 'ul'
  | `h${number}`;

/** Platform's own use of HTML. */
export type HtmlDialect = RowOptions & {
  /**
   * Untrusted text, in code or not, in which nothing is alive but what the HTML says: characters that nobody sees are put
   * into it, and nothing else. Its signs are escaped after that.
   */
  readonly text: (text: string, isCode: boolean) => string;
  /** True if a link to this address may be alive; else it is shown as text. */
  readonly isLink: (href: string) => boolean;
  /** Inline style of an element; empty: none. */
  readonly style: (element: Element) => string;
};

/** Deepest that quotes and lists stand in one another: deeper ones go on at that depth. Matrix takes 100 elements. */
const MAX_DEPTH = 30;

const STYLES: readonly (readonly [keyof Styles, Element])[] = [
  ['bold', 'strong'],
  ['italic', 'em'],
  ['underlined', 'u'],
  ['struck', 'del'],
  ['code', 'code'],
];

/**
 * A comment as HTML of few elements, for platforms that show it to others: bare addresses are links, an image is a link, and a link
 * whose text names another address shows the true one.
 */
export function writeHypertext(markup: Markup, dialect: HtmlDialect): string {
  return blocks(markup, dialect, 0);
}

/** Line as HTML. */
export function hypertextLine(line: Line, dialect: HtmlDialect): string {
  let html = '';
  for (let index = 0; index < line.length;) {
    const end = line.findIndex((one, at) => at >= index && !isWords(one));
    const words = line.slice(index, end === -1 ? line.length : end);
    // Readers that look for addresses and names in the text may not see the elements in it.
    for (const one of together(words, (text) => dialect.text(text, false)))
      html += styled(escapeText(one.text), one, dialect);
    index += words.length;
    const other = line[index++];
    if (other !== undefined) html += hypertextRun(other, dialect);
  }
  return html;
}

function isWords({ styles, href }: Run): boolean {
  return href === null && styles.code !== true;
}

/** Element with its style around HTML. */
export function element(name: Element, html: string, dialect: HtmlDialect, attributes = ''): string {
  return `${startTag(name, dialect, attributes)}${html}</${name}>`;
}

function blocks(markup: readonly Block[], dialect: HtmlDialect, depth: number): string {
  return markup.map((node) => block(node, dialect, depth)).join('');
}

function block(node: Block, dialect: HtmlDialect, depth: number): string {
  switch (node.kind) {
    case 'paragraph':
      return element('p', lines(node, dialect), dialect);
    case 'heading':
      return element(`h${node.level}`, lines(node, dialect), dialect);
    case 'pre': {
      const text = rowsOf([node], dialect).map(({ runs }) => runs.map((one) => dialect.text(one.text, true)).join(''));
      return element('pre', element('code', escapeText(text.join('\n')), dialect), dialect);
    }
    case 'quote': {
      const inner = blocks(node.blocks, dialect, depth + 1);
      return depth < MAX_DEPTH ? element('blockquote', inner, dialect) : inner;
    }
    case 'list': {
      if (depth >= MAX_DEPTH) return node.items.map((item) => blocks(item, dialect, depth)).join('');
      const items = node.items.map((item) => element('li', itemHtml(item, dialect, depth + 1), dialect)).join('');
      if (node.start === null) return element('ul', items, dialect);
      return element('ol', items, dialect, node.start === 1 ? '' : ` start="${node.start}"`);
    }
    case 'rule':
      return startTag('hr', dialect);
  }
}

/** HTML of a list item; its first paragraph needs no `p`. */
function itemHtml(item: readonly Block[], dialect: HtmlDialect, depth: number): string {
  const [first, ...rest] = item;
  if (first?.kind !== 'paragraph') return blocks(item, dialect, depth);
  return lines(first, dialect) + blocks(rest, dialect, depth);
}

/** Lines of a paragraph or a heading. */
function lines(node: Block, dialect: HtmlDialect): string {
  return rowsOf([node], dialect)
    .map(({ runs }) => hypertextLine(runs, dialect))
    .join('<br>');
}

function hypertextRun(one: Run, dialect: HtmlDialect): string {
  const { text, href } = one;
  return styled(href === null ? escapeText(dialect.text(text, true)) : link(text, href, dialect), one, dialect);
}

function styled(written: string, { styles }: Run, dialect: HtmlDialect): string {
  let html = written;
  for (const [style, name] of STYLES) if (styles[style] === true) html = element(name, html, dialect);
  return html;
}

function link(text: string, href: string, dialect: HtmlDialect): string {
  if (dialect.isLink(href)) return element('a', escapeText(linkText(text, href, dialect)), dialect, attribute(href));
  return escapeText(dialect.text(unlinked(text === href ? href : `${text} (${href})`), false));
}

/** An address that is its own text stays as it is; else it is text. */
function linkText(text: string, href: string, dialect: HtmlDialect): string {
  return isAddress(text, href) ? text : dialect.text(text, false);
}

function attribute(href: string): string {
  return ` href="${escapeAttribute(href)}"`;
}

function startTag(name: Element, dialect: HtmlDialect, attributes = ''): string {
  const style = dialect.style(name);
  return `<${name}${attributes}${style === '' ? '' : ` style="${style}"`}>`;
}
