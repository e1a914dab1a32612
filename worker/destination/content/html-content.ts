import { run } from '../../markup/run.ts';
import { element, type HtmlDialect, hypertextLine, writeHypertext } from '../../markup/write/hypertext.ts';
import type { Content } from './content.ts';
import { leftText } from './markdown-content.ts';

/** Parts of a message in HTML, empty where there are none: what is said, and the small print. */
export type HtmlContent = { readonly main: string; readonly foot: string };

/** Message's content as HTML: head, the comment as a quote, link to the rest, lists, small print. */
export function writeHtmlContent(content: Content, dialect: HtmlDialect): HtmlContent {
  const line = (of: Parameters<typeof hypertextLine>[0]): string => hypertextLine(of, dialect);
  const paragraph = (html: string): string => (html === '' ? '' : element('p', html, dialect));
  const body = content.body.length === 0 ? '' : writeHypertext([{ kind: 'quote', blocks: content.body }], dialect);
  const sections = content.sections.map(({ title, items }) => {
    const list = items.map((item) => element('li', line(item), dialect)).join('');
    return paragraph(line(title)) + element('ul', list, dialect);
  });
  return {
    main: [
      paragraph(content.head.map(line).join('<br>')),
      body,
      body !== '' && content.isCut && content.rest !== null ? paragraph(line([content.rest])) : '',
      ...sections,
      content.left === 0 ? '' : paragraph(line([run(leftText(content.left))])),
    ].join(''),
    foot: content.foot.map(line).join(' · '),
  };
}
