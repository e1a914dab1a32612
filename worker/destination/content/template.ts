import type { Failure, Message, Result } from '../../model.ts';
import { nearest } from '../spelling.ts';
import { isPath, kindOf, type Path, PATHS, valueOf } from './placeholder.ts';

/** Owner's text with placeholders, read: its own words, and the paths between them. */
export type Template = readonly (string | { readonly path: Path })[];

/** A template that cannot be used; `detail` says what is wrong, for its owner. */
export type TemplateFailure = Failure<'template'>;

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** A path as it may be shown again: anything else may be something else that was pasted. */
const SHOWN = /^[A-Za-z][\w.[\]-]{0,39}$/;

/** Paths of a chat's templates: a chat has no use for HTML, which it would show as tags. */
const CHAT_PATHS = PATHS.filter((path) => kindOf(path) !== 'html');

/** Reads the text of a chat's template. Fails on a path that there is not, with the nearest that there is. */
export function compile(text: string): Result<Template, TemplateFailure> {
  return compileWith(text, CHAT_PATHS);
}

/** Reads a text in a webhook's template: the message's HTML may be in it as well. */
export function compileRaw(text: string): Result<Template, TemplateFailure> {
  return compileWith(text, PATHS);
}

/** The text with the values as they are; nothing in a value is expanded. */
export function fill(template: Template, message: Message): string {
  return template.map((part) => (typeof part === 'string' ? part : valueOf(part.path, message))).join('');
}

function compileWith(text: string, paths: readonly Path[]): Result<Template, TemplateFailure> {
  const parts: Template[number][] = [];
  let from = 0;
  for (const { 0: whole, 1: inside = '', index } of text.matchAll(PLACEHOLDER)) {
    const path = inside.trim();
    if (!isPath(path) || !paths.includes(path)) return { ok: false, reason: 'template', detail: unknown(path, paths) };
    parts.push(text.slice(from, index), { path });
    from = index + whole.length;
  }
  parts.push(text.slice(from));
  const own = parts.filter((part) => part !== '');
  if (own.some((part) => typeof part === 'string' && part.includes('{{')))
    return { ok: false, reason: 'template', detail: 'has a {{ with no path and }} behind it' };
  return { ok: true, value: own };
}

function unknown(path: string, paths: readonly Path[]): string {
  const named = SHOWN.test(path) ? `{{${path}}}` : 'one of its placeholders';
  // A webhook's body without a template has all but its id, type and time in `data`.
  const meant = path.replace(/^(?:message\.)?(?:data\.)?/, '');
  return `there is no ${named}; did you mean {{${pathWithin(meant, paths) ?? nearest(meant, paths) ?? 'text'}}}?`;
}

/** The shortest path with the same words in the same order, and more between them (`comment.author`); `null`: there is none. */
function pathWithin(written: string, paths: readonly Path[]): Path | null {
  const words = written.toLowerCase().split('.');
  const within = paths.filter((path) => {
    let found = 0;
    for (const word of path.toLowerCase().split('.')) if (word === words[found]) found++;
    return found === words.length;
  });
  const [first = null] = within.toSorted((one, other) => one.split('.').length - other.split('.').length);
  return first;
}
