import type { Phrase } from './tree.ts';

/**
 * Role of an HTML element in the tree. `none`: only its content stays. `drop`: neither it nor its content. `embed`: the
 * same if it has an end tag, else like `none`. `block`: a paragraph of its own.
 */
export type Role =
  | { readonly kind: 'phrase'; readonly tag: Phrase }
  | { readonly kind: 'heading'; readonly level: number }
  | { readonly kind: 'code' }
  | { readonly kind: 'link' }
  | { readonly kind: 'none' | 'drop' | 'embed' | 'block' | 'quote' | 'list' | 'item' | 'pre' | 'cell' }
  | { readonly kind: 'quotation' | 'break' | 'rule' | 'image' };

const NONE: Role = { kind: 'none' };

const ROLES: ReadonlyMap<string, Role> = new Map([
  ...named('script style noembed noframes title', { kind: 'drop' }),
  ...named('iframe embed input textarea', { kind: 'drop' }),
  ...named('template noscript head svg canvas applet map', { kind: 'embed' }),
  ...named('form button select option datalist', { kind: 'embed' }),
  ...named('p div center address article aside details summary dl dt dd fieldset legend', { kind: 'block' }),
  ...named('figure figcaption footer header hgroup main nav search section body html', { kind: 'block' }),
  // Their content is the fallback where the media cannot be played, often a link to it. No message can play it.
  ...named('audio video object', { kind: 'block' }),
  ...named('table caption thead tbody tfoot tr', { kind: 'block' }),
  ...[1, 2, 3, 4, 5, 6].flatMap((level) => named(`h${level}`, { kind: 'heading', level })),
  ...named('blockquote', { kind: 'quote' }),
  ...named('ul ol menu dir', { kind: 'list' }),
  ...named('li', { kind: 'item' }),
  ...named('pre listing xmp plaintext', { kind: 'pre' }),
  ...named('td th', { kind: 'cell' }),
  ...named('code kbd samp tt', { kind: 'code' }),
  ...named('a', { kind: 'link' }),
  ...named('q', { kind: 'quotation' }),
  ...named('br', { kind: 'break' }),
  ...named('hr', { kind: 'rule' }),
  ...named('img', { kind: 'image' }),
  ...(['b', 'strong', 'i', 'em', 'cite', 'u', 'ins', 's', 'del', 'sub', 'sup'] as const).flatMap((tag) =>
    named(tag, { kind: 'phrase', tag }),
  ),
  ...named('strike', { kind: 'phrase', tag: 's' }),
  ...named('var dfn', { kind: 'phrase', tag: 'i' }),
]);

function named(names: string, role: Role): [string, Role][] {
  return names.split(' ').map((name) => [name, role]);
}

/** Role of the element `name` (lower case). */
export function roleOf(name: string): Role {
  return ROLES.get(name) ?? NONE;
}

const BLOCKS: ReadonlySet<Role['kind']> = new Set(['block', 'heading', 'quote', 'list', 'item', 'pre', 'rule']);

/** True if such an element is a block: a paragraph ends before it and after it. */
export function isBlock(kind: Role['kind']): boolean {
  return BLOCKS.has(kind);
}

/** Meaning of each phrase element for a reader. Nested elements of the same meaning are written once. */
export const SENSE: Readonly<Record<Phrase, 'bold' | 'italic' | 'struck' | 'underlined' | 'low' | 'high'>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  cite: 'italic',
  s: 'struck',
  del: 'struck',
  u: 'underlined',
  ins: 'underlined',
  sub: 'low',
  sup: 'high',
};
