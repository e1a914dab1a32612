import { run } from '../../markup/run.ts';
import { unlinked, ZERO_WIDTH_SPACE } from '../../markup/text/inert.ts';
import { type HtmlDialect, hypertextLine } from '../../markup/write/hypertext.ts';
import { utf8Length } from '../../markup/text/utf8.ts';
import type { Content } from '../content/content.ts';
import { fit } from '../content/fit.ts';
import { writeHtmlContent } from '../content/html-content.ts';
import { writePlainContent } from '../content/plain-content.ts';

/** The two parts of a mail, which say the same. */
export type MailParts = { readonly text: string; readonly html: string };

/** Most bytes of each part. Gmail cuts a mail's HTML after 102 KB; Cloudflare takes 5 MiB in all. */
const PART_BYTES = 90_000;

/** Longest address of a link, in UTF-16 units. */
const LINK_LENGTH = 2_048;

/**
 * Styles stand in each element, since some clients drop all others; colours are left to the client, which knows whether
 * it is dark, and greys are chosen to be seen on either.
 */
const STYLE: Readonly<Record<string, string>> = {
  p: 'margin:0 0 12px',
  blockquote: 'margin:0 0 12px;padding:0 0 0 12px;border-left:3px solid #8a8a8a',
  pre: 'margin:0 0 12px;padding:8px;border:1px solid #8a8a8a;border-radius:4px;white-space:pre-wrap;word-break:break-word',
  code: 'font-family:ui-monospace,Menlo,Consolas,monospace;font-size:14px',
  ul: 'margin:0 0 12px;padding:0 0 0 24px',
  ol: 'margin:0 0 12px;padding:0 0 0 24px',
  li: 'margin:0 0 4px',
  hr: 'margin:12px 0;border:0;border-top:1px solid #8a8a8a',
  h1: 'margin:0 0 12px;font-size:20px',
  h2: 'margin:0 0 12px;font-size:19px',
  h3: 'margin:0 0 12px;font-size:18px',
  h4: 'margin:0 0 12px;font-size:17px',
  h5: 'margin:0 0 12px;font-size:16px',
  h6: 'margin:0 0 12px;font-size:16px',
};

/** Address with a user before its host, which is there to make it look like another. */
const USER_BEFORE_HOST = /:(?=\/\/[^\s/?#]*@)/g;

/** Clients make links of addresses in text; what is one is a link already. In code they stay, as long as they are plain. */
function plainWords(words: string, isCode: boolean): string {
  return isCode ? words.replaceAll(USER_BEFORE_HOST, `:${ZERO_WIDTH_SPACE}`) : unlinked(words);
}

const HTML: HtmlDialect = {
  fits: (href) => href.length <= LINK_LENGTH,
  text: plainWords,
  isLink: () => true,
  style: (name) => STYLE[name] ?? '',
};

/** The parts of a mail, the comment or the lists in it cut so that each stays within its limit. */
export function fittingMail(content: Content, subject: string): MailParts {
  return write(fit(content, isWhole), subject);
}

/** True if all of the content fits a mail. */
export function isWhole(content: Content): boolean {
  const { text, html } = write(content, '');
  return utf8Length(text) <= PART_BYTES && utf8Length(html) <= PART_BYTES;
}

function write(content: Content, subject: string): MailParts {
  const { main, foot } = writeHtmlContent(content, HTML);
  return { text: `${writePlainContent(content, HTML)}\n`, html: page(subject, main, foot) };
}

function page(subject: string, main: string, foot: string): string {
  const small = foot === '' ? '' : `<p style="margin:16px 0 0;font-size:13px;opacity:0.85">${foot}</p>`;
  return [
    '<!doctype html><html><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${hypertextLine([run(subject)], HTML)}</title></head>`,
    '<body style="margin:0;padding:16px">',
    '<div style="max-width:640px;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;',
    `overflow-wrap:anywhere">${main}${small}</div></body></html>`,
  ].join('');
}
