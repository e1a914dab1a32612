import { XMLParser } from 'fast-xml-parser';
import { resolveUrl } from '../resolve-url.ts';
import { resolveEntities } from './characters.ts';
import { byName, type Element, nonEmpty } from './element.ts';
import { declare, outermost, resolve, type Scope } from './namespaces.ts';

/** Node as fast-xml-parser gives it with `preserveOrder`: an object with one key, the element's name. */
type Node = { readonly [name: string]: readonly Node[] | string | undefined } & {
  readonly ':@'?: Readonly<Record<string, string>>;
};
type Attributes = Readonly<Record<string, string>>;
type Inherited = { readonly scope: Scope; readonly base: string; readonly language: string | null };

const NONE: Attributes = Object.freeze({});

// Everything that interprets is off: `0123` is no number, and `tidy` has resolved the text's entities. It has also seen to
// names, depth, size and well-formedness. With a prefix no attribute is a property that every object has.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  jPath: false,
});

/**
 * Reads the root element of text that `tidy` has made well-formed; `null` where fast-xml-parser refuses it all the same. `own`: the
 * vocabulary of names without prefix; `url`: the document's.
 */
export function readXml(text: string, own: '' | 'atom', url: string): Element | null {
  const root = parse(text);
  if (root === null) return null;
  const element = toElement(root, {
    scope: outermost(own, prefixOf(nameOf(root))),
    base: selfOf(root) ?? url,
    language: null,
  });
  return typeof element === 'string' ? null : element;
}

function parse(text: string): Node | null {
  try {
    const nodes: readonly Node[] = parser.parse(text);
    return nodes[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * URL that the feed states as its own (`link rel=self`), in its root or channel: it may be a copy, or was reached through
 * another address, and its relative references were written for that URL.
 */
function selfOf(root: Node): string | null {
  for (const node of [root, ...childNodes(root)]) {
    for (const child of childNodes(node)) {
      const link = child[':@'];
      if (link?.['@rel'] !== 'self' || !nameOf(child).endsWith('link')) continue;
      const href = resolveEntities(link['@href'] ?? '').trim();
      if (/^https?:\/\//i.test(href)) return href;
    }
  }
  return null;
}

function nameOf(node: Node): string {
  for (const key in node) if (key !== ':@') return key;
  return '';
}

function prefixOf(name: string): string {
  return name.slice(0, Math.max(name.indexOf(':'), 0)).toLowerCase();
}

function childNodes(node: Node): readonly Node[] {
  const content = node[nameOf(node)];
  return typeof content === 'object' ? content : [];
}

function toElement(node: Node, inherited: Inherited): Element | string {
  const name = nameOf(node);
  const content = node[name];
  if (typeof content === 'string') return content;
  const raw = node[':@'];
  const attributes = raw === undefined ? NONE : readAttributes(raw);
  const isPlain = raw === undefined || !hasPrefix(raw);
  const inner = isPlain ? inherited : enter(inherited, name, attributes);
  const children = content === undefined ? [] : content.map((child) => toElement(child, inner));
  return {
    name: resolve(inner.scope, name),
    attributes: isPlain ? attributes : resolveAttributes(attributes, inner.scope),
    children,
    named: byName(children),
    base: inner.base,
    language: inner.language,
  };
}

/** True if an attribute declares a namespace or is in one: few elements have such. */
function hasPrefix(raw: Attributes): boolean {
  for (const name in raw) if (name === '@xmlns' || name.includes(':')) return true;
  return false;
}

function enter(inherited: Inherited, element: string, attributes: Attributes): Inherited {
  const scope = declare(inherited.scope, element, attributes);
  const base = attributes['xml:base'];
  const language = attributes['xml:lang'];
  if (scope === inherited.scope && base === undefined && language === undefined) return inherited;
  return {
    scope,
    base: base === undefined ? inherited.base : baseOf(base, inherited.base),
    language: language === undefined ? inherited.language : nonEmpty(language),
  };
}

/** Gives the base URL that `xml:base` sets; the outer one where it serves as none, as `urn:x` or `http://[`. */
function baseOf(reference: string, outer: string): string {
  const base = resolveUrl(reference, outer);
  return base !== null && URL.canParse('/', base) ? base : outer;
}

function readAttributes(raw: Attributes): Attributes {
  const attributes: Record<string, string> = Object.create(null);
  for (const name in raw) attributes[name.slice(1).toLowerCase()] = resolveEntities(raw[name] ?? '');
  return attributes;
}

function resolveAttributes(attributes: Attributes, scope: Scope): Attributes {
  const resolved: Record<string, string> = Object.create(null);
  for (const name in attributes) {
    resolved[name.includes(':') ? resolve(scope, name) : name] = attributes[name] ?? '';
  }
  return resolved;
}
