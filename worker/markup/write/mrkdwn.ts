import { SENSE } from '../element.ts';
import { ZERO_WIDTH_SPACE, mrkdwnCode, mrkdwnLink, mrkdwnText } from './mrkdwn-escape.ts';
import { segments, type Segment } from './segment.ts';
import type { Block, InlineMark, Markup } from '../tree.ts';

const SIGNS: Partial<Record<string, string>> = { bold: '*', italic: '_', struck: '~' };

/**
 * Slack's mrkdwn (docs.slack.dev: Formatting message text), with nothing alive in it that a stranger wrote: no mention,
 * no sign of emphasis that was not an element, no link that says it is another.
 */
export function writeMrkdwn(markup: Markup): string {
  return written(markup).join('\n');
}

function written(blocks: readonly Block[], between: readonly string[] = ['']): string[] {
  return blocks.flatMap((node, index) => (index === 0 ? lines(node) : [...between, ...lines(node)]));
}

function lines(node: Block): string[] {
  switch (node.kind) {
    case 'paragraph':
      return segments(node.inlines).map((line) => lineOf(line, ''));
    case 'heading':
      return segments(node.inlines).map((line) => lineOf(line, '*'));
    case 'pre':
      return ['```', ...mrkdwnCode(node.text).split(/\r\n?|\n/), '```'];
    case 'quote':
      return quoted(node.blocks);
    case 'list':
      return node.items.flatMap((item, index) => {
        const bullet = node.start === null ? '• ' : `${node.start + index}. `;
        return written(item, []).map((line, at) => (at === 0 ? bullet : '    ') + line);
      });
    case 'rule':
      return ['———'];
  }
}

/** Lines of a quote. Slack has one level of quotes; inner ones show `>` as text. */
function quoted(blocks: readonly Block[]): string[] {
  return written(blocks).map((line) => `> ${line.startsWith('> ') ? `&gt; ${line.slice(2)}` : line}`);
}

/** Line of mrkdwn; `sign` is emphasis around each segment in addition to its own. */
function lineOf(parts: readonly Segment[], sign: string): string {
  let line = '';
  let apart = false;
  for (const part of joined(parts)) {
    const [before, core, after] = spaced(part.text);
    const signs = signsOf(part.marks, sign);
    const content = part.kind === 'link' ? mrkdwnLink(part.href, core, signs) : coreOf(core, part.marks, signs);
    if (content === '') {
      line += part.text;
      continue;
    }
    // Slack reads a sign as emphasis only if no word is directly outside it.
    const signed = signs !== '' || isCode(part.marks);
    const touches = (signed || apart) && before === '' && line !== '' && !line.endsWith(' ');
    line += `${before}${touches ? ZERO_WIDTH_SPACE : ''}${signs}${content}${signs.split('').toReversed().join('')}${after}`;
    apart = signed && after === '';
  }
  // A stranger's `>` at a line's start would be a quote.
  return line.startsWith('&gt;') ? ZERO_WIDTH_SPACE + line : line;
}

/** Segments with adjacent texts of the same emphasis joined: an address or an emoji code may span several. */
function joined(parts: readonly Segment[]): readonly Segment[] {
  const joint: Segment[] = [];
  let texts: string[] = [];
  let marks: readonly InlineMark[] = [];
  const end = (): void => {
    if (texts.length > 0) joint.push({ kind: 'text', text: texts.join(''), marks });
    texts = [];
  };
  for (const part of parts) {
    const isAlike = signsOf(part.marks, '') === signsOf(marks, '') && isCode(part.marks) === isCode(marks);
    if (part.kind === 'link' || !isAlike) end();
    if (part.kind === 'link') joint.push(part);
    else texts.push(part.text);
    if (texts.length === 1) ({ marks } = part);
  }
  end();
  return joint;
}

function coreOf(text: string, marks: readonly InlineMark[], around: string): string {
  if (text === '') return '';
  return isCode(marks) ? `\`${mrkdwnCode(text)}\`` : mrkdwnText(text, around);
}

function isCode(marks: readonly InlineMark[]): boolean {
  return marks.some((mark) => mark.kind === 'code');
}

function signsOf(marks: readonly InlineMark[], around: string): string {
  const own = marks.map((mark) => (mark.kind === 'phrase' ? (SIGNS[SENSE[mark.tag]] ?? '') : '')).join('');
  return own.includes(around) ? own : around + own;
}

/** White space before the text, the text, and white space after it. */
function spaced(text: string): readonly [string, string, string] {
  const core = text.trim();
  const at = text.indexOf(core);
  return core === '' ? [text, '', ''] : [text.slice(0, at), core, text.slice(at + core.length)];
}
