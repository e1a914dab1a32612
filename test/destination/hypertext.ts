import { Parser } from 'htmlparser2';
import { namesAnother } from './named.ts';

/** HTML of a message as a client reads it. */
export type ReadHtml = {
  readonly elements: ReadonlySet<string>;
  /** Attributes, as `a href`. */
  readonly attributes: ReadonlySet<string>;
  readonly links: readonly { readonly href: string; readonly text: string }[];
  /** Text outside of links and code, where clients make links of addresses. */
  readonly loose: string;
  /** All text, line by line. */
  readonly text: string;
  readonly depth: number;
  /** Every element that is not void was ended by its own end tag. */
  readonly isBalanced: boolean;
  readonly isClean: boolean;
};

const LINES = new Set(['p', 'br', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'blockquote', 'div', 'hr', 'title']);
const VOID = new Set(['br', 'hr', 'meta']);

/** Reads HTML with another reader than any that the Worker writes with. */
export function readHtml(html: string): ReadHtml {
  const elements = new Set<string>();
  const attributes = new Set<string>();
  const links: { href: string; text: string }[] = [];
  const open: string[] = [];
  let [loose, text] = ['', ''];
  let [depth, isBalanced, isClean] = [0, true, true];
  const parser = new Parser({
    onopentag(name, given) {
      elements.add(name);
      for (const attribute of Object.keys(given)) attributes.add(`${name} ${attribute}`);
      if (LINES.has(name)) [loose, text] = [`${loose}\n`, `${text}\n`];
      if (name === 'a') links.push({ href: given['href'] ?? '', text: '' });
      if (VOID.has(name)) return;
      open.push(name);
      depth = Math.max(depth, open.length);
    },
    ontext(part) {
      text += part;
      const link = open.includes('a') ? links.at(-1) : undefined;
      if (link !== undefined) link.text += part;
      if (link !== undefined) loose += ' ';
      else loose += open.includes('code') ? ' ' : part;
    },
    onclosetag(name, isImplied) {
      if (VOID.has(name)) return;
      isBalanced &&= !isImplied && open.pop() === name;
      if (LINES.has(name)) [loose, text] = [`${loose}\n`, `${text}\n`];
    },
    oncomment() {
      isClean = false;
    },
    onprocessinginstruction(name) {
      isClean &&= name === '!doctype';
    },
  });
  parser.end(html);
  return { elements, attributes, links, loose, text, depth, isBalanced: isBalanced && open.length === 0, isClean };
}

/** Faults of the links and the text of a message: what leads elsewhere than it says, and what is no text at all. */
export function faultsOf(read: ReadHtml, allowed: ReadonlySet<string>): readonly string[] {
  return [
    ...[...read.elements].filter((name) => !allowed.has(name)).map((name) => `element ${name}`),
    ...[...read.attributes]
      .filter((name) => !['a href', 'ol start'].includes(name) && !allowed.has(name))
      .map((name) => `attribute ${name}`),
    ...read.links.filter((link) => !isHonest(link)).map(({ href, text }) => `link ${text} to ${href}`),
    ...(/https?:\/\//i.test(read.loose) ? [`an address that is no link: ${read.loose}`] : []),
    ...(/[\u202A-\u202E\u2066-\u2069]/.test(read.text) ? ['a turn of direction'] : []),
    ...(read.text.isWellFormed() ? [] : ['half of a pair']),
    // oxlint-disable-next-line no-control-regex
    ...(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/.test(read.text) ? ['a control character'] : []),
    ...(/:[a-z_]{2,}:(?!\d)/i.test(read.loose) ? ['an emoji code'] : []),
    ...(read.depth > 90 ? [`${read.depth} elements deep`] : []),
    ...(read.isBalanced && read.isClean ? [] : ['an element that is not ended']),
  ];
}

/** A link whose text, where it names an address, names the one that it leads to. */
function isHonest({ href, text }: { readonly href: string; readonly text: string }): boolean {
  if (!/^(?:https?:\/\/[^@\s/?#]+(?:[/?#]\S*)?|mailto:\S+)$/.test(href)) return false;
  return text.trim() !== '' && !namesAnother(text, href);
}
