/** Element of a feed: namespace resolved into `name`, entities and CDATA resolved into strings. */
export type Element = {
  /** Lower case: `title` in RSS and in unknown vocabularies without prefix, `atom:title`, `dc:creator`, `xhtml:p` … */
  readonly name: string;
  /** Attributes by lower-case name, without prototype; prefixed ones as `rdf:about`, `xml:lang`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
  /** Child elements by name, in order. */
  readonly named: ReadonlyMap<string, readonly Element[]>;
  /** URL that relative references in it resolve against: `xml:base`, else the document's URL. */
  readonly base: string;
  /** `xml:lang`, inherited. */
  readonly language: string | null;
};

/** True if a node is an element, not text. */
export function isElement(node: Element | string): node is Element {
  return typeof node !== 'string';
}

const NO_ELEMENTS: ReadonlyMap<string, readonly Element[]> = new Map();

/** Groups the elements among these nodes by name, each name's in order. */
export function byName(nodes: readonly (Element | string)[]): ReadonlyMap<string, readonly Element[]> {
  let named: Map<string, Element[]> | null = null;
  for (const node of nodes) {
    if (!isElement(node)) continue;
    named ??= new Map();
    const same = named.get(node.name);
    if (same === undefined) named.set(node.name, [node]);
    else same.push(node);
  }
  return named ?? NO_ELEMENTS;
}

const NONE: readonly Element[] = [];

/** Gives the child elements of this name, in order. */
export function childrenOf(parent: Element, name: string): readonly Element[] {
  return parent.named.get(name) ?? NONE;
}

/** Finds the first child element of one of these names, earlier names first; an empty one gives way to one that is not. */
export function childOf(parent: Element, ...names: readonly string[]): Element | null {
  let empty: Element | null = null;
  for (const name of names) {
    const same = parent.named.get(name);
    if (same === undefined) continue;
    for (const child of same) {
      if (!isBlank(child)) return child;
      empty ??= child;
    }
  }
  return empty;
}

function isBlank({ children }: Element): boolean {
  // Most text begins at once, which is seen sooner so.
  for (const child of children) if (isElement(child) || child.charCodeAt(0) > 32 || child.trim() !== '') return false;
  return true;
}

/** Gives all text below an element, as it stands. */
export function textContentOf(element: Element): string {
  // Added up, not joined: joining copies what is deep at every level.
  let text = '';
  for (const child of element.children) text += isElement(child) ? textContentOf(child) : child;
  return text;
}

/** Gives all text below an element without surrounding white space; `null` where nothing is left, or there is no element. */
export function trimmedTextOf(element: Element | null): string | null {
  return element === null ? null : nonEmpty(textContentOf(element));
}

/** Gives an attribute without surrounding white space; `null` where it is missing or empty. */
export function attributeOf(element: Element, name: string): string | null {
  const value = element.attributes[name];
  return value === undefined ? null : nonEmpty(value);
}

/** Gives a value without surrounding white space; `null` where nothing is left. */
export function nonEmpty(value: string): string | null {
  const trimmed = value.trim();
  return trimmed === '' ? null : trimmed;
}
