import { InlineBuilder } from '../../markup/read/inline-builder.ts';
import { oneLine } from '../../markup/text/one-line.ts';
import { stripControls } from '../../markup/text/strip-controls.ts';
import { unlinked } from '../../markup/text/inert.ts';
import type { Block, Markup } from '../../markup/tree.ts';
import type { CommentMessage } from '../channel.ts';
import type { Content } from './content.ts';
import { moment } from './moment.ts';
import { byline } from './notice-text.ts';
import { link, preview } from './phrases.ts';
import { kindOf, type Path, valueOf } from './placeholder.ts';
import { compile, type Template } from './template.ts';

/** Longest name or title, in UTF-16 units. */
const WORDS_LENGTH = 200;

/**
 * Content of a message about a comment in its owner's words. All of it is the body: whatever is too long in it is cut there,
 * and each platform writes it, its own words and the values alike, as text. Throws on a template that does not compile.
 */
export function templatedContent(message: CommentMessage, text: string): Content {
  const template = compile(text);
  if (!template.ok) throw new RangeError(template.detail);
  const { comment } = message.data;
  const hasText = template.value.some((part) => typeof part !== 'string' && kindOf(part.path) === 'text');
  return {
    preview: preview(byline(message.data), comment.text),
    head: [],
    body: bodyOf(template.value, message),
    isCut: hasText && comment.truncated,
    rest: link(comment.url, 'Read the rest'),
    sections: [],
    left: 0,
    foot: [],
  };
}

/** Paragraphs of what the template's parts say; as in any plain text, a blank line separates two. */
function bodyOf(template: Template, message: CommentMessage): Markup {
  const blocks: Block[] = [];
  const line = new InlineBuilder();
  const end = (): void => {
    const inlines = line.take();
    if (inlines.length > 0) blocks.push({ kind: 'paragraph', inlines });
  };
  for (const part of template) {
    const pieces = typeof part === 'string' ? linesOf(part) : valueLines(part.path, message);
    for (const [index, { text, href }] of pieces.entries()) {
      // Nothing stands in the line that ends here: it is a blank one.
      if (index > 0 && !line.break(PLAIN)) end();
      line.text(text, href === null ? PLAIN : [{ kind: 'link', href }]);
    }
  }
  end();
  return blocks;
}

const PLAIN: readonly [] = [];

/** Piece of a line; the next one of the same value begins a new line. */
type Piece = { readonly text: string; readonly href: string | null };

function linesOf(text: string): readonly Piece[] {
  return stripControls(text)
    .split(/\r\n?|\n/)
    .map(plain);
}

function valueLines(path: Path, message: CommentMessage): readonly Piece[] {
  const value = valueOf(path, message);
  switch (kindOf(path)) {
    case 'text':
      return linesOf(value);
    case 'link': {
      const to = link(value, '');
      // An address that nobody can follow is left out; of one that is too long the note says so.
      if (to === null) return [plain('')];
      return to.href === null ? [plain(to.text.trim())] : [{ text: to.href, href: to.href }];
    }
    case 'instant':
      return [plain(value === '' ? '' : moment(value))];
    case 'words':
    case 'html':
      return [plain(unlinked(oneLine(value, WORDS_LENGTH) ?? ''))];
  }
}

function plain(text: string): Piece {
  return { text, href: null };
}
