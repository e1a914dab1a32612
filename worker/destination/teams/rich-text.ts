import type { Line, Run } from '../../markup/run.ts';
import { inertCodes, ZERO_WIDTH_SPACE } from '../../markup/text/inert.ts';

/** Action that opens an address. */
export type OpenUrl = { readonly type: 'Action.OpenUrl'; readonly url: string };

/** Stretch of text, which is a value: "Markdown is not supported". https://adaptivecards.io/explorer/TextRun.html */
type TextRun = {
  readonly type: 'TextRun';
  readonly text: string;
  readonly size?: 'Small' | 'Medium';
  readonly weight?: 'Bolder';
  readonly isSubtle?: true;
  readonly italic?: true;
  readonly strikethrough?: true;
  readonly underline?: true;
  readonly fontType?: 'Monospace';
  readonly selectAction?: OpenUrl;
};
type Look = Pick<TextRun, 'size' | 'weight' | 'isSubtle'>;

type Spacing = 'None' | 'Small' | 'Medium';

/** Place of a block below the one before it. */
export type Placed = { readonly spacing?: Spacing; readonly separator?: true };

/** Block of one line. */
export type RichText = Placed & { readonly type: 'RichTextBlock'; readonly inlines: readonly TextRun[] };

/** Block of a line; an empty one is shown as such. */
export function richText(line: Line, look: Look, placed: Placed): RichText {
  const inlines = line.filter(({ text }) => text !== '').map((one) => textRun(one, look));
  return {
    type: 'RichTextBlock',
    ...placed,
    // A block of nothing is no block to Teams: an empty line holds a space.
    inlines: inlines.length === 0 ? [{ type: 'TextRun', text: '\u00a0' }] : inlines,
  };
}

function textRun({ text, styles, href, time }: Run, look: Look): TextRun {
  return {
    type: 'TextRun',
    text: (time === undefined ? null : ownTime(time)) ?? plainText(text),
    ...look,
    ...(styles.bold === true ? { weight: 'Bolder' } : {}),
    ...(styles.italic === true ? { italic: true } : {}),
    ...(styles.struck === true ? { strikethrough: true } : {}),
    ...(styles.underlined === true ? { underline: true } : {}),
    ...(styles.code === true ? { fontType: 'Monospace' } : {}),
    ...(href === null ? {} : { selectAction: { type: 'Action.OpenUrl', url: href } }),
  };
}

/** Text in which no function of Adaptive Cards is one, no emoji code, as `{{DATE(…)}}`, nor one of the owner's pings, as `<at>…</at>`. */
export function plainText(text: string): string {
  return inertCodes(text).replaceAll(/\{(?=\{)|<(?=\/?at\b)/gi, `$&${ZERO_WIDTH_SPACE}`);
}

/**
 * Instant that Teams shows in each reader's own zone; `null` where it is none.
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features#datetime-formatting-and-localization
 */
function ownTime(iso: string): string | null {
  const instant = Date.parse(iso);
  if (Number.isNaN(instant)) return null;
  const seconds = `${new Date(instant).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
  return /^\d{4}-/.test(seconds) ? `{{DATE(${seconds},SHORT)}} {{TIME(${seconds})}}` : null;
}
