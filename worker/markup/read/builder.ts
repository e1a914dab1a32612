import { isBlank } from '../text/blank.ts';
import { isBlock, roleOf, type Role } from '../element.ts';
import { imageOf } from './image.ts';
import { InlineBuilder, marksWith } from './inline-builder.ts';
import type { Block, InlineMark, Markup } from '../tree.ts';
import { fittingUrl, LINK_LEFT_OUT } from '../url.ts';
import { stripControls } from '../text/strip-controls.ts';

/** Deepest nesting of quotes and lists; deeper ones join the one around them, so that prefixes of lines stay short. */
const MAX_NEST = 8;

type Attributes = Readonly<Record<string, string>>;

/** State of the place that is being written. An element changes it, and its end restores the former one. */
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

/** Scope outside all elements, which writes into `blocks`. */
function topScope(blocks: Block[]): Scope {
  return { marks: [], blocks, list: null, nest: 0, heading: null, pre: null, dropped: false, isLinkLeftOut: false };
}

/** Builder of the tree from parser events; each `close` is that of the innermost open element. */
export class Builder {
  readonly #base: string | null;
  readonly #line = new InlineBuilder();
  readonly #open: { readonly kind: Role['kind']; readonly outer: Scope }[] = [];
  readonly #top: Block[] = [];
  #scope: Scope = topScope(this.#top);

  /** `base`: address against which relative links are resolved; `null`: they are left out. */
  constructor(base: string | null) {
    this.#base = base;
  }

  /** Number of open elements. */
  get depth(): number {
    return this.#open.length;
  }

  /** True if content is being left out here. */
  get dropping(): boolean {
    return this.#scope.dropped;
  }

  /** Closes all open elements and gives the tree. */
  finish(): Markup {
    this.closeAll();
    this.#endParagraph();
    return this.#top;
  }

  /** Opens an element; `hasEnd`: an end tag of its name follows somewhere. */
  open(name: string, attributes: Attributes, hasEnd: boolean): void {
    const role = this.#roleHere(name, hasEnd);
    this.#open.push({ kind: role.kind, outer: this.#scope });
    if (this.#scope.dropped) return;
    if (isBlock(role.kind)) this.#endParagraph();
    this.#scope = { ...this.#scope, ...this.#inside(role, name, attributes) };
  }

  /** Closes the innermost element. */
  close(): void {
    const closed = this.#open.pop();
    if (closed === undefined) return;
    const inner = this.#scope;
    if (!inner.dropped) {
      if (closed.kind === 'quotation') this.text('”');
      if (closed.kind === 'link' && inner.isLinkLeftOut) this.text(` ${LINK_LEFT_OUT}`);
      if (isBlock(closed.kind)) this.#endParagraph();
    }
    this.#scope = closed.outer;
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

  /** Closes all open elements. */
  closeAll(): void {
    while (this.#open.length > 0) this.close();
  }

  /** Adds text whose entities are resolved. */
  text(data: string): void {
    if (this.#scope.dropped) return;
    const shown = stripControls(data);
    if (this.#scope.pre === null) this.#line.text(shown, this.#scope.marks);
    else this.#scope.pre.push(shown);
  }

  /** Role of the element in this place: reduced if it is too deep, outside its list or within `pre`. */
  #roleHere(name: string, hasEnd: boolean): Role {
    const known = roleOf(name);
    // Without an end it would drop the rest of the comment.
    const role: Role = known.kind === 'embed' ? { kind: hasEnd ? 'drop' : 'none' } : known;
    if (role.kind === 'drop' || this.#scope.dropped) return role;
    if (this.#scope.pre !== null) return role.kind === 'break' ? role : { kind: 'none' };
    const deep = (role.kind === 'quote' || role.kind === 'list') && this.#scope.nest >= MAX_NEST;
    return deep || (role.kind === 'item' && this.#scope.list === null) ? { kind: 'block' } : role;
  }

  /** Changes to the scope for the content of an element. */
  #inside(role: Role, name: string, attributes: Attributes): Partial<Scope> {
    const { nest, list, blocks, marks } = this.#scope;
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
      case 'quotation':
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

  /** Changes to the scope within a link. One whose address is too long gets a note after its text. */
  #link(reference: string | undefined): Partial<Scope> {
    const { marks } = this.#scope;
    if (reference === undefined || marks.some((mark) => mark.kind === 'link')) return { isLinkLeftOut: false };
    const url = fittingUrl(reference, this.#base);
    if (url === null || url === 'too long') return { isLinkLeftOut: url !== null };
    return { marks: [...marks, { kind: 'link', href: url.href }], isLinkLeftOut: false };
  }

  #break(): void {
    if (this.#scope.pre !== null) this.#scope.pre.push('\n');
    else if (!this.#line.break(this.#scope.marks)) this.#endParagraph();
  }

  #image(attributes: Attributes): void {
    const image = imageOf(attributes, this.#base);
    if (image?.kind === 'text') this.text(image.text);
    else if (image?.kind === 'image') this.#line.image(image.src, image.alt, this.#scope.marks);
  }

  #endParagraph(): void {
    const inlines = this.#line.take();
    if (inlines.length === 0) return;
    const { heading, blocks } = this.#scope;
    blocks.push(heading === null ? { kind: 'paragraph', inlines } : { kind: 'heading', level: heading, inlines });
  }
}

function firstNumber(start: string | undefined): number {
  return start !== undefined && /^\d{1,6}$/.test(start) ? Number(start) : 1;
}
