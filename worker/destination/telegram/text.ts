import { type Line, run } from '../../markup/run.ts';
import { utf8Length } from '../../markup/text/utf8.ts';
import { type Row, rowsOf } from '../../markup/write/rows.ts';
import type { Content } from '../content/content.ts';
import { fit } from '../content/fit.ts';
import { leftText } from '../content/markdown-content.ts';
import { type FormattedText, TextBuilder } from './entities.ts';

/**
 * Longest text, in UTF-16 units. Its bytes may be 32,768, which so many units never are.
 * https://core.telegram.org/bots/api#sendmessage
 */
const TEXT_LENGTH = 4_096;

/**
 * Most entities: those beyond are dropped, and with them the links at a message's end.
 * https://github.com/rubenlagus/TelegramBots/issues/854
 */
const ENTITY_COUNT = 100;

/**
 * Most bytes of all entities together, addresses included: about 9,500 are refused as ENTITIES_TOO_LONG.
 * https://github.com/tdlib/telegram-bot-api/issues/165
 */
const ENTITY_BYTES = 8_000;

/** Bytes of one entity beside its address: type, offset, length, and the address's own length with what fills it up. */
const ENTITY_OWN_BYTES = 20;

/** Longest address of a link, in UTF-16 units. */
const URL_LENGTH = 2_048;

/** True if Telegram takes the content whole, with these mentions. */
export function fitsTelegram(content: Content, mentions: readonly string[]): boolean {
  const { text, entities } = write(content, mentions);
  const bytes = entities.reduce((sum, one) => sum + ENTITY_OWN_BYTES + ('url' in one ? utf8Length(one.url) : 0), 0);
  return text.length <= TEXT_LENGTH && entities.length <= ENTITY_COUNT && bytes <= ENTITY_BYTES;
}

/** Text of a message, cut so that it fits, with the owner's mentions as its last line. */
export function telegramText(content: Content, mentions: readonly string[]): FormattedText {
  return write(
    fit(content, (shorter) => fitsTelegram(shorter, mentions)),
    mentions,
  );
}

function write(content: Content, mentions: readonly string[]): FormattedText {
  const builder = new TextBuilder();
  const line = (...parts: readonly Line[]): void => {
    if (builder.length > 0) builder.add('\n');
    for (const part of parts) builder.addLine(part);
  };
  for (const one of content.head) line(one);
  if (content.body.length > 0) {
    if (builder.length > 0) builder.add('\n\n');
    addRows(builder, rowsOf(content.body, { fits: (href) => href.length <= URL_LENGTH }));
    if (content.isCut && content.rest !== null) line([content.rest]);
  }
  for (const { title, items } of content.sections) {
    builder.add('\n');
    line(title);
    for (const item of items) line([run('• ')], item);
  }
  if (content.left > 0) {
    builder.add('\n');
    line([run(leftText(content.left))]);
  }
  builder.add('\n');
  line(...content.foot.map((part, at) => (at === 0 ? part : [run(' · '), ...part])));
  for (const [at, id] of mentions.entries()) {
    builder.add(at === 0 ? '\n' : ' ');
    builder.addMention(id);
  }
  return builder.build();
}

function addRows(builder: TextBuilder, rows: readonly Row[]): void {
  let quoteStart = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (row === undefined) break;
    const before = index === 0 ? 0 : (rows[index - 1]?.quote ?? 0);
    // Quotes do not nest: what is quoted in a quote is in the same one, with a sign before it.
    if (before > 0 && row.quote === 0) builder.wrap({ type: 'blockquote' }, quoteStart);
    if (index > 0) builder.add(row.isApart ? '\n\n' : '\n');
    if (before === 0 && row.quote > 0) quoteStart = builder.length;
    if (row.kind === 'code' && row.quote === 0) {
      const code = codeFrom(rows, index);
      builder.addCode(code);
      index += code.length - 1;
    } else addRow(builder, row);
  }
  if ((rows.at(-1)?.quote ?? 0) > 0) builder.wrap({ type: 'blockquote' }, quoteStart);
}

/** The lines of the block of code that begins with this row. */
function codeFrom(rows: readonly Row[], start: number): readonly string[] {
  const lines: string[] = [];
  for (let index = start; index < rows.length; index++) {
    const row = rows[index];
    if (row?.kind !== 'code' || row.quote > 0 || (index > start && row.isApart)) break;
    lines.push(row.runs.map(({ text }) => text).join(''));
  }
  return lines;
}

function addRow(builder: TextBuilder, { kind, runs, quote, list, bullet }: Row): void {
  builder.add('› '.repeat(Math.max(0, quote - 1)));
  if (list > 0) {
    const sign = bullet?.number == null ? '• ' : `${bullet.number}. `;
    builder.add('  '.repeat(list - 1) + (bullet === null ? '  ' : sign));
  }
  if (kind === 'rule') builder.add('———');
  const isHeading = kind === 'heading';
  const line = isHeading ? runs.map((one) => ({ ...one, styles: { ...one.styles, bold: true as const } })) : runs;
  builder.addLine(line, quote > 0);
}
