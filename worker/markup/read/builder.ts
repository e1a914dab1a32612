import { isBlank } from '../text/blank.ts';
import { isBlock, roleOf, type Role } from '../element.ts';
import { imageOf } from './image.ts';
import { InlineBuilder } from './inline-builder.ts';
import { marksWith } from './marks.ts';
import type { Block, InlineMark, Markup } from '../tree.ts';
import { fittingUrl, LINK_LEFT_OUT } from '../url.ts';
import { stripControls } from '../text/strip-controls.ts';

/** Quotes and lists within one another; deeper ones join the one around them, so that no prefix grows without end. */
const MAX_NEST = 8;

type Attributes = Readonly<Record<string, string>>;

/** What holds where text is now being written; an element changes it, and its end puts the former one back. */
type Scope = {
  readonly marks: readonly InlineMark[];
  readonly blocks: Block[];
  readonly list: { readonly start: number | null; readonly items: Block[][] } | null;
  readonly nest: number;
  readonly heading: number | null;
  readonly pre: string[] | null;
  readonly dropped: boolean;
  readonly isLinkLeftOut: boolean;
};

/** The scope at the start, which writes into `blocks`. */
function topScope(blocks: Block[]): Scope {
  return { marks: [], blocks, list: null, nest: 0, heading: null, pre: null, dropped: false, isLinkLeftOut: false };
}

/** Builds the tree from elements as they open and close; each `close` answers the innermost `open`. */
export class Builder {
  readonly #base: string | null;
  readonly #line = new InlineBuilder();
  readonly #open: { readonly kind: Role['kind']; readonly outer: Scope }[] = [];
  readonly #top: Block[] = [];
  #now: Scope = topScope(this.#top);

  /** `base`: what relative links resolve against; `null`: they are no links. */
  constructor(base: string | null) {
    this.#base = base;
  }

  /** How many elements are open. */
  get depth(): number {
    return this.#open.length;
  }

  /** Whether what comes now is left out. */
  get dropping(): boolean {
    return this.#now.dropped;
  }

  /** Closes what is open and gives the tree. */
  finish(): Markup {
    this.closeAll();
    this.#endParagraph();
    return this.#top;
  }

  /** An element opens; `ends`: whether an end tag of its name is still to come. */
  open(name: string, attributes: Attributes, ends: boolean): void {
    const role = this.#roleHere(name, ends);
    this.#open.push({ kind: role.kind, outer: this.#now });
    if (this.#now.dropped) return;
    if (isBlock(role.kind)) this.#endParagraph();
    this.#now = { ...this.#now, ...this.#inside(role, name, attributes) };
  }

  /** The innermost element closes. */
  close(): void {
    const closed = this.#open.pop();
    if (closed === undefined) return;
    const inner = this.#now;
    if (!inner.dropped) {
      if (closed.kind === 'said') this.text('”');
      if (closed.kind === 'link' && inner.isLinkLeftOut) this.text(` ${LINK_LEFT_OUT}`);
      if (isBlock(closed.kind)) this.#endParagraph();
    }
    this.#now = closed.outer;
    if (inner.dropped) return;
    const into = closed.outer.blocks;
    if (closed.kind === 'quote' && inner.blocks.length > 0) into.push({ kind: 'quote', blocks: inner.blocks });
    if (closed.kind === 'list' && inner.list !== null) {
      const items = inner.list.items.filter((item) => item.length > 0);
      if (items.length > 0) into.push({ kind: 'list', start: inner.list.start, items });
    }
    if (closed.kind === 'pre') {
      const text = (inner.pre ?? [])
        .join('')
        .replace(/^\r?\n/, '')
        .trimEnd();
      if (!isBlank(text)) into.push({ kind: 'pre', text });
    }
  }

  /** Closes all that is open. */
  closeAll(): void {
    while (this.#open.length > 0) this.close();
  }

  /** Text, its entities resolved. */
  text(data: string): void {
    if (this.#now.dropped) return;
    const shown = stripControls(data);
    if (this.#now.pre === null) this.#line.text(shown, this.#now.marks);
    else this.#now.pre.push(shown);
  }

  /** What the element is here: of those too deep, without their list or within `pre`, less remains. */
  #roleHere(name: string, ends: boolean): Role {
    const known = roleOf(name);
    // One that nothing ends would take the rest of the comment with it.
    const role: Role = known.kind === 'embed' ? { kind: ends ? 'drop' : 'none' } : known;
    if (role.kind === 'drop' || this.#now.dropped) return role;
    if (this.#now.pre !== null) return role.kind === 'break' ? role : { kind: 'none' };
    const deep = (role.kind === 'quote' || role.kind === 'list') && this.#now.nest >= MAX_NEST;
    return deep || (role.kind === 'item' && this.#now.list === null) ? { kind: 'block' } : role;
  }

  /** What an element changes of the scope, for what is in it. */
  #inside(role: Role, name: string, attributes: Attributes): Partial<Scope> {
    const { nest, list, blocks, marks } = this.#now;
    switch (role.kind) {
      case 'drop':
        return { dropped: true };
      case 'quote':
        return { blocks: [], list: null, nest: nest + 1 };
      case 'list':
        return { list: { start: name === 'ol' ? firstNumber(attributes['start']) : null, items: [] }, nest: nest + 1 };
      case 'item': {
        const item: Block[] = [];
        list?.items.push(item);
        return { blocks: item, list: null };
      }
      case 'heading':
        return { heading: role.level };
      case 'pre':
        return { pre: [] };
      case 'phrase':
      case 'code':
        return { marks: marksWith(marks, role) };
      case 'link':
        return this.#link(attributes['href']);
      case 'said':
        this.text('“');
        return {};
      case 'cell':
        if (!this.#line.empty) this.text(' | ');
        return {};
      case 'break':
        this.#break();
        return {};
      case 'rule':
        blocks.push({ kind: 'rule' });
        return {};
      case 'image':
        this.#image(attributes);
        return {};
      case 'block':
      case 'embed':
      case 'none':
        return {};
    }
  }

  /** The marks within a link; one whose address is too long for any place leaves a note behind its text. */
  #link(reference: string | undefined): Partial<Scope> {
    const { marks } = this.#now;
    if (reference === undefined || marks.some((mark) => mark.kind === 'link')) return { isLinkLeftOut: false };
    const url = fittingUrl(reference, this.#base);
    if (url === null || url === 'too long') return { isLinkLeftOut: url !== null };
    return { marks: [...marks, { kind: 'link', href: url.href }], isLinkLeftOut: false };
  }

  #break(): void {
    if (this.#now.pre !== null) this.#now.pre.push('\n');
    else if (!this.#line.break(this.#now.marks)) this.#endParagraph();
  }

  #image(attributes: Attributes): void {
    const image = imageOf(attributes, this.#base);
    if (image?.kind === 'word') this.text(image.text);
    else if (image?.kind === 'image') this.#line.image(image.src, image.alt, this.#now.marks);
  }

  #endParagraph(): void {
    const inlines = this.#line.take();
    if (inlines.length === 0) return;
    const { heading, blocks } = this.#now;
    blocks.push(heading === null ? { kind: 'paragraph', inlines } : { kind: 'heading', level: heading, inlines });
  }
}

function firstNumber(start: string | undefined): number {
  return start !== undefined && /^\d{1,6}$/.test(start) ? Number(start) : 1;
}
