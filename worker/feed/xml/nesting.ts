import { ENTRIES, LEAVES, STRUCTURE } from './known-names.ts';

/** Open element: its name as served, without prefix, and the offset of its start tag. */
type Open = { readonly name: string; readonly local: string; readonly at: number };

/** Elements that are open at an offset of a document, outermost first. */
export class Nesting {
  readonly #open: Open[] = [];

  get depth(): number {
    return this.#open.length;
  }

  /** Name of the innermost one without prefix; empty where none is open. */
  get innermost(): string {
    return this.#open.at(-1)?.local ?? '';
  }

  /** End tags of all that is open. */
  get endTags(): string {
    return endTags(this.#open);
  }

  /** Gives the offset at which the outermost open element of these names starts. */
  startOf(locals: ReadonlySet<string>): number | null {
    return this.#open.find(({ local }) => locals.has(local))?.at ?? null;
  }

  open(name: string, at: number): void {
    this.#open.push({ name, local: localName(name), at });
  }

  /** Closes the innermost element, if this is its name. */
  closeInnermost(name: string): boolean {
    if (this.#open.at(-1)?.name !== name) return false;
    this.#open.pop();
    return true;
  }

  /**
   * Closes what is open down to the innermost element of this name, and gives the end tags for that; none where none is
   * open. Of the innermost of all the prefix may be missing or another.
   */
  closeTo(name: string): string {
    const wanted = name.toLowerCase();
    const named = this.#open.findLastIndex((open) => open.name.toLowerCase() === wanted);
    const index = named < 0 && this.innermost === localName(name) ? this.#open.length - 1 : named;
    return index < 0 ? '' : endTags(this.#open.splice(index));
  }

  /** Closes what has ended where an element of this name begins, and gives the end tags for that. */
  closeFor(name: string, isEntry: boolean): string {
    const leaf = LEAVES.has(this.innermost) ? endTags(this.#open.splice(-1)) : '';
    if (!isEntry) return leaf;
    return leaf + (this.#open.some((open) => open.name === name) ? this.closeTo(name) : this.#closeInFrame(name));
  }

  /** Closes what is open between a feed and an entry, which stands right in it, unless that is an extension's. */
  #closeInFrame(entry: string): string {
    const prefix = prefixOf(entry);
    const frame = this.#open.findLastIndex(({ local }) => STRUCTURE.has(local));
    const left = this.#open.slice(frame + 1);
    const isOurs = frame >= 0 && left.every(({ name }) => prefixOf(name) === prefix);
    return isOurs && !ENTRIES.has(this.#open[frame]?.local ?? '') ? endTags(this.#open.splice(frame + 1)) : '';
  }

  /** Closes all that is open, and gives the end tags for that. */
  closeAll(): string {
    return endTags(this.#open.splice(0));
  }
}

function prefixOf(name: string): string {
  return name.slice(0, Math.max(name.indexOf(':'), 0));
}

/** Gives a name without its prefix, in lower case. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}

function endTags(open: readonly Open[]): string {
  return open
    .toReversed()
    .map(({ name }) => `</${name}>`)
    .join('');
}
