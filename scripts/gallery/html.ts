import { escapeAttribute, escapeText } from 'entities/escape';

/** HTML that was drawn: all text in it is escaped, and it holds no script. */
export class Html {
  readonly markup: string;

  private constructor(markup: string) {
    this.markup = markup;
  }

  /** Makes an element: texts among the children become text. */
  static element(name: Name, attributes: Attributes, children: readonly Child[]): Html {
    const written = Object.entries(attributes)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => ` ${key}="${escapeAttribute(value ?? '')}"`)
      .join('');
    const open = `<${name}${written}>`;
    return new Html(VOID.has(name) ? open : `${open}${children.map(markupOf).join('')}</${name}>`);
  }

  /** Makes the page around a body. `css` is the gallery's own. */
  static page(title: string, css: string, body: readonly Child[]): Html {
    const head = [
      '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
      '<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">',
      `<title>${escapeText(title)}</title><style>${css.replaceAll('<', '')}</style>`,
    ].join('\n');
    return new Html(
      `<!doctype html>\n<html lang="en"><head>${head}</head>\n<body>${body.map(markupOf).join('\n')}</body></html>\n`,
    );
  }
}

/** Child of an element: text, or what was drawn; `null`: nothing. */
export type Child = string | Html | null;

type Name =
  | 'a'
  | 'article'
  | 'b'
  | 'blockquote'
  | 'br'
  | 'code'
  | 'del'
  | 'div'
  | 'em'
  | 'h1'
  | 'h2'
  | 'h3'
  | 'header'
  | 'hr'
  | 'iframe'
  | 'input'
  | 'label'
  | 'li'
  | 'main'
  | 'nav'
  | 'ol'
  | 'p'
  | 'pre'
  | 'section'
  | 'span'
  | 'u'
  | 'ul';

/** The attributes that a drawing may have; `null`: left out. */
type Attributes = {
  readonly [
    K in 'class' | 'id' | 'href' | 'title' | 'style' | 'start' | 'type' | 'for' | 'srcdoc' | 'sandbox' | 'dir'
  ]?: string | null;
} & { readonly 'data-sample'?: string; readonly 'data-type'?: string; readonly 'aria-label'?: string };

const VOID: ReadonlySet<Name> = new Set(['br', 'hr', 'input']);

/** Element of a kind, with a class where one is given. */
export function el(name: Name, className: string | null, ...children: readonly Child[]): Html {
  return Html.element(name, { class: className }, children);
}

/** Link where a click may lead to; an address that no chat should follow is drawn as a fault. */
export function anchor(href: string, ...children: readonly Child[]): Html {
  if (!/^(?:https?:\/\/|mailto:)/i.test(href)) return fault(`link to ${href}`, ...children);
  return Html.element('a', { href, title: href }, children);
}

/** Thing that should not be in a payload: something alive, or nothing that the chat knows. */
export function fault(what: string, ...children: readonly Child[]): Html {
  return Html.element('span', { class: 'fault', title: what }, children.length === 0 ? [what] : children);
}

/** Text of a ping or mention, as chats mark one. */
export function ping(text: string): Html {
  return el('span', 'ping', text);
}

/** Text with line breaks as it has them. */
export function lines(text: string): readonly Child[] {
  return text.split('\n').flatMap((line, at) => (at === 0 ? [line] : [el('br', null), line]));
}

function markupOf(child: Child): string {
  if (child === null) return '';
  return typeof child === 'string' ? escapeText(child) : child.markup;
}
