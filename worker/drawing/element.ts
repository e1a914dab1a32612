import { type Child, html, type Html } from '../html.ts';

/** Attribute of an element, or none. */
type Attribute = Html | null;

/** Template that the formatter leaves as it is: white space in a list would be drawn as empty lines. */
const exact = html;

/** Elements that a drawing is made of: their names stand in templates, so that no payload can name one. */
const ELEMENTS = {
  b: (attribute: Attribute, inside: readonly Child[]) => html`<b ${attribute}>${inside}</b>`,
  blockquote: (attribute: Attribute, inside: readonly Child[]) => html`<blockquote ${attribute}>${inside}</blockquote>`,
  br: () => html`<br />`,
  code: (attribute: Attribute, inside: readonly Child[]) => html`<code ${attribute}>${inside}</code>`,
  del: (attribute: Attribute, inside: readonly Child[]) => html`<del ${attribute}>${inside}</del>`,
  div: (attribute: Attribute, inside: readonly Child[]) => html`<div ${attribute}>${inside}</div>`,
  em: (attribute: Attribute, inside: readonly Child[]) => html`<em ${attribute}>${inside}</em>`,
  hr: () => html`<hr />`,
  li: (attribute: Attribute, inside: readonly Child[]) => html`<li ${attribute}>${inside}</li>`,
  p: (attribute: Attribute, inside: readonly Child[]) => html`<p ${attribute}>${inside}</p>`,
  pre: (attribute: Attribute, inside: readonly Child[]) => html`<pre ${attribute}>${inside}</pre>`,
  span: (attribute: Attribute, inside: readonly Child[]) => html`<span ${attribute}>${inside}</span>`,
  u: (attribute: Attribute, inside: readonly Child[]) => html`<u ${attribute}>${inside}</u>`,
  ul: (attribute: Attribute, inside: readonly Child[]) => exact`<ul ${attribute}>${inside}</ul>`,
} as const;

/** Classes of the drawings' style sheet, which begin with `chat-`. */
function classes(names: string | null): Attribute {
  const all = (names ?? '').split(' ').filter((name) => name !== '');
  return all.length === 0 ? null : html`class="${all.map((name) => `chat-${name}`).join(' ')}"`;
}

/** Element of a kind, with classes where they are given, without their prefix. */
export function el(name: keyof typeof ELEMENTS, classNames: string | null, ...inside: readonly Child[]): Html {
  return ELEMENTS[name](classes(classNames), inside);
}

/** List with numbers, the first of which is `start`. */
export function orderedList(start: number | string, items: readonly Child[], classNames: string | null = null): Html {
  return exact`<ol start="${start}" ${classes(classNames)}>${items}</ol>`;
}

/** Link where a click may lead to; an address that no chat should follow is drawn as a fault, and leads nowhere. */
export function anchor(href: string, ...inside: readonly Child[]): Html {
  if (!/^(?:https?:\/\/|mailto:)/i.test(href)) return fault(`link to ${href}`, ...inside);
  return html`<a href="${href}" title="${href}" target="_blank" rel="noreferrer noopener nofollow">${inside}</a>`;
}

/** Thing that should not be in a payload: something alive, or nothing that the chat knows. */
export function fault(what: string, ...inside: readonly Child[]): Html {
  return html`<span class="chat-fault" title="${what}">${inside.length === 0 ? what : inside}</span>`;
}

/** Text of a ping or mention, as chats mark one. */
export function ping(text: string): Html {
  return el('span', 'ping', text);
}

/** Text with line breaks as it has them. */
export function lines(text: string): readonly Child[] {
  return text.split('\n').flatMap((line, at) => (at === 0 ? [line] : [el('br', null), line]));
}
