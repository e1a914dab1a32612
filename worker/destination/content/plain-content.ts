import type { Dialect } from '../../markup/write/markdown.ts';
import { unlinked } from '../../markup/text/inert.ts';
import type { HtmlDialect } from '../../markup/write/hypertext.ts';
import type { Content } from './content.ts';
import { writeContent } from './markdown-content.ts';

/** Message's content as plain text, the comment as a quote in it; of the HTML's dialect, that a platform has beside it, it needs no styles. */
export function writePlainContent(content: Content, html: Omit<HtmlDialect, 'style'>): string {
  const body = content.body.length === 0 ? [] : [{ kind: 'quote', blocks: content.body } as const];
  return writeContent({ ...content, body }, dialectOf(html), html);
}

/** Dialect without signs; addresses are in the brackets that keep them apart from text (RFC 3986, appendix C). */
function dialectOf({ text, isLink }: Omit<HtmlDialect, 'style'>): Dialect {
  const address = (href: string): string => `<${isLink(href) ? href : text(unlinked(href), false)}>`;
  return {
    text: (words) => text(words, false),
    bold: null,
    italic: null,
    struck: null,
    underlined: null,
    // The HTML beside it has the code as it is; here its addresses would be links, wherever they seem to lead.
    code: (words) => text(unlinked(words), true),
    link: (href, label) => (label === null ? address(href) : `${label} ${address(href)}`),
    pre: (lines) => lines.map((line) => text(unlinked(line), true)),
    quote: (line, depth) => `${'>'.repeat(depth)} ${line}`.trimEnd(),
    bullet: (depth, number) => `${'  '.repeat(depth - 1)}${number === null ? '-' : `${number}.`} `,
    heading: (line) => line,
    rule: '---',
    lineStart: (line) => line,
  };
}
