import type { Phrase } from './tree.ts';

/**
 * What becomes of an element. `none`: its content alone stays; `drop`: not even that, nor with `embed`, where it
 * has an end; `block`: a paragraph.
 */
export type Role =
  | { readonly kind: 'phrase'; readonly tag: Phrase }
  | { readonly kind: 'heading'; readonly level: number }
  | { readonly kind: 'code' }
  | { readonly kind: 'link' }
  | { readonly kind: 'none' | 'drop' | 'embed' | 'block' | 'quote' | 'list' | 'item' | 'pre' | 'cell' }
  | { readonly kind: 'said' | 'break' | 'rule' | 'image' };

const NONE: Role = { kind: 'none' };

const ROLES: ReadonlyMap<string, Role> = new Map([
  ...named('script style noembed noframes title', { kind: 'drop' }),
  ...named('iframe embed input textarea', { kind: 'drop' }),
  ...named('template noscript head svg canvas applet map', { kind: 'embed' }),
  ...named('form button select option datalist', { kind: 'embed' }),
  ...named('p div center address article aside details summary dl dt dd fieldset legend', { kind: 'block' }),
  ...named('figure figcaption footer header hgroup main nav search section body html', { kind: 'block' }),
  // What is in these is for whom the thing itself does not play, as it does in no message: often a link to it.
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
  ...named('q', { kind: 'said' }),
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

/** What becomes of the element `name` (lower case). */
export function roleOf(name: string): Role {
  return ROLES.get(name) ?? NONE;
}

const BLOCKS: ReadonlySet<Role['kind']> = new Set(['block', 'heading', 'quote', 'list', 'item', 'pre', 'rule']);

/** Whether a paragraph ends where such an element begins and ends. */
export function isBlock(kind: Role['kind']): boolean {
  return BLOCKS.has(kind);
}

/** Emphasis that is the same to a reader: one within another of its sense says nothing more. */
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
