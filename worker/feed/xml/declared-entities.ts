import { escapeUTF8 } from 'entities/escape';
import { resolveEntities } from './characters.ts';

/** Declarations read of a DOCTYPE: XHTML's own has 253. */
const MAX_DECLARED = 500;
/** Characters that all references together may add to a document; those beyond stay as they are served. */
const MAX_ADDED = 262_144;

/** `<!ENTITY name "text">`, or a comment: what is declared in there is not. A value is at most 1,000 characters long. */
const DECLARATION =
  /<!--|<!ENTITY\s{1,20}([a-z_:][\w:.-]{0,63})\s{1,20}(?:"([^"<]{0,1000})"|'([^'<]{0,1000})')\s{0,20}>/gi;
const REFERENCE = /<!--|<!\[CDATA\[|&([a-z_:][\w:.-]{0,63});/gi;
/** XML's own, which mean the same in every document (XML 1.0, section 4.6). */
const PREDEFINED = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

/**
 * The document with the entities resolved that its DOCTYPE declares as plain text. Those that are declared to be markup,
 * another file's content, or made of other entities stay as they are served, and so does CDATA. `root`: where the root
 * element starts.
 */
export function resolveDeclared(text: string, root: number): string {
  const head = text.slice(0, root);
  if (!/<!doctype\b[^>]{0,1000}\[/i.test(head) || !head.includes('<!ENTITY')) return text;
  const declared = declaredIn(head);
  return declared.size === 0 ? text : head + replaced(text, root, declared);
}

/** Entities by name; of two declarations the first counts (XML 1.0, section 4.2). */
function declaredIn(head: string): ReadonlyMap<string, string> {
  const declared = new Map<string, string>();
  for (const found of matches(DECLARATION, head, 0)) {
    const [, name = '', double, single] = found;
    const value = resolveEntities(double ?? single ?? '');
    const isPlain = !/[&%][\w:.-]{1,64};/.test(value);
    if (declared.size < MAX_DECLARED && isPlain && !PREDEFINED.has(name) && !declared.has(name)) {
      declared.set(name, escapeUTF8(value));
    }
  }
  return declared;
}

function replaced(text: string, root: number, declared: ReadonlyMap<string, string>): string {
  let written = '';
  let done = root;
  let added = 0;
  for (const { 0: reference, 1: name = '', index } of matches(REFERENCE, text, root)) {
    const value = declared.get(name);
    if (value === undefined) continue;
    added += Math.max(value.length - reference.length, 0);
    if (added > MAX_ADDED) break;
    written += text.slice(done, index) + value;
    done = index + reference.length;
  }
  return written + text.slice(done);
}

/** Matches of a pattern outside of comments and CDATA, which it matches by their beginnings. */
function* matches(pattern: RegExp, text: string, from: number): Generator<RegExpExecArray, void> {
  pattern.lastIndex = from;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    if (found[0].startsWith('<!--') || found[0].startsWith('<![')) {
      const end = text.indexOf(found[0] === '<!--' ? '-->' : ']]>', pattern.lastIndex);
      if (end < 0) return;
      pattern.lastIndex = end;
    } else yield found;
  }
}
