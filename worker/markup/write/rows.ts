import { SENSE } from '../element.ts';
import { joinRuns, type Line, type Run, run, type Styles } from '../run.ts';
import { addressText, isAddress, isDeceptiveLink } from '../text/address.ts';
import { bareAddresses } from '../text/bare-address.ts';
import { isBlank } from '../text/blank.ts';
import { inert } from '../text/inert.ts';
import type { Block, InlineMark, Markup } from '../tree.ts';
import { fittingUrl, LINK_LEFT_OUT } from '../url.ts';
import { segments, type Segment } from './segment.ts';
import { inertLine } from './together.ts';

/**
 * Line of a comment with what it stands in, so that a writer without nested blocks needs no tree. `quote` and `list` are
 * depths, 0 for none; `bullet` is that of an item's first line (its number, or `null` for an unordered one).
 */
export type Row = {
  readonly kind: 'text' | 'heading' | 'code' | 'rule';
  readonly runs: Line;
  readonly quote: number;
  readonly list: number;
  readonly bullet: { readonly number: number | null } | null;
  /** A new block begins: writers leave a space before it. */
  readonly isApart: boolean;
};

/** Limits of the links in rows. */
export type RowOptions = {
  /** True if a platform takes an address of a link; a longer one is shortened, or said to be left out. */
  readonly fits: (href: string) => boolean;
};

/** A comment's blocks as rows, with no emoji code alive in them. Code keeps its text as it is, line by line. */
export function rowsOf(markup: Markup, options: RowOptions): readonly Row[] {
  return blockRows(markup, { quote: 0, list: 0 }, options, true);
}

type Depths = Pick<Row, 'quote' | 'list'>;

function blockRows(blocks: readonly Block[], depths: Depths, options: RowOptions, hasGaps: boolean): Row[] {
  return blocks.flatMap((block, index) =>
    rowsOfBlock(block, depths, options).map((row, at) => (at === 0 ? { ...row, isApart: hasGaps && index > 0 } : row)),
  );
}

function rowsOfBlock(block: Block, depths: Depths, options: RowOptions): Row[] {
  const base = { ...depths, bullet: null, isApart: false };
  switch (block.kind) {
    case 'paragraph':
    case 'heading': {
      const kind = block.kind === 'heading' ? 'heading' : 'text';
      return segments(block.inlines).map((line) => ({ ...base, kind, runs: runsOf(line, options) }));
    }
    case 'pre':
      return block.text
        .split(/\r\n?|\n/)
        .map((text) => ({ ...base, kind: 'code', runs: [run(inert(text), { code: true })] }));
    case 'quote':
      return blockRows(block.blocks, { ...depths, quote: depths.quote + 1 }, options, true);
    case 'list':
      return block.items.flatMap((item, index) => {
        const rows = blockRows(item, { ...depths, list: depths.list + 1 }, options, false);
        const number = block.start === null ? null : block.start + index;
        return rows.map((row, at) => (at === 0 && row.list === depths.list + 1 ? { ...row, bullet: { number } } : row));
      });
    case 'rule':
      return [{ ...base, kind: 'rule', runs: [] }];
  }
}

/** Runs of a line: addresses in the text are links, and a link whose text names another address shows the true one. */
function runsOf(line: readonly Segment[], options: RowOptions): Line {
  const runs = line.flatMap((segment) => {
    const styles = stylesOf(segment.marks);
    if (segment.kind === 'link') return linkRuns(segment.text, segment.href, styles, options);
    if (styles.code === true) return [run(inert(segment.text), styles)];
    return [run(segment.text, styles)];
  });
  const linked = joinRuns(runs).flatMap((one) =>
    one.href === null && one.styles.code !== true ? textRuns(one.text, one.styles, options) : [one],
  );
  return inertLine(linked);
}

function textRuns(text: string, styles: Styles, { fits }: RowOptions): readonly Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (const { start, end } of bareAddresses(text)) {
    const shown = text.slice(start, end);
    const url = fittingUrl(shown, null, fits);
    if (url === null) continue;
    if (start > from) runs.push(run(inert(text.slice(from, start)), styles));
    if (url === 'too long') runs.push(run(LINK_LEFT_OUT, styles));
    else runs.push(run(addressText(shown, url.href) ?? url.href, styles, url.href));
    from = end;
  }
  if (from < text.length) runs.push(run(inert(text.slice(from)), styles));
  return runs;
}

/** Runs of a link. Text that names another address is put before the link, not on it. */
function linkRuns(text: string, href: string, styles: Styles, { fits }: RowOptions): readonly Run[] {
  const url = fittingUrl(href, null, fits);
  const shown = isBlank(text) ? '' : inert(text);
  if (url === null) return shown === '' ? [] : [run(shown, styles)];
  if (url === 'too long') return [run(`${shown} ${LINK_LEFT_OUT}`.trimStart(), styles)];
  if (shown === '' || isAddress(text, url.href)) return [run(url.href, styles, url.href)];
  if (!isDeceptiveLink(text, url.href)) return [run(shown, styles, url.href)];
  return [run(`${shown} (`, styles), run(url.href, styles, url.href), run(')', styles)];
}

function stylesOf(marks: readonly InlineMark[]): Styles {
  const styles: Record<string, true> = {};
  for (const mark of marks) {
    if (mark.kind === 'code') styles['code'] = true;
    if (mark.kind !== 'phrase') continue;
    const sense = SENSE[mark.tag];
    if (sense !== 'low' && sense !== 'high') styles[sense] = true;
  }
  return styles;
}

/** A row of code whose indent is shown where white space collapses. */
export function shownIndent(text: string): string {
  return text.replace(/^[ \t]+/, (white) => white.replaceAll('\t', '    ').replaceAll(' ', '\u00a0'));
}
