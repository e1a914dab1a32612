import { Parser } from 'htmlparser2';
import { oneLine } from '../../markup/text/one-line.ts';
import { resolveEntities } from '../xml/characters.ts';
import type { Element } from '../xml/element.ts';
import { readText } from './text.ts';

/** Tags of HTML that occur in titles; other text in angle brackets is the title's own. */
const TAG =
  /<\/?(?:a|abbr|b|big|blockquote|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|li|mark|ol|p|pre|q|s|samp|small|span|strike|strong|sub|sup|tt|u|ul|var)(?:\s[^<>]*)?\/?>/gi;
/** Characters of a title that are read. */
const MAX_LENGTH = 262_144;
/** Length up to which markup in a title is read: of unclosed tags that takes the length squared. */
const MAX_HTML = 65_536;
const ENTITY = /&(?:[a-z][a-z0-9]*|#\d+|#x[0-9a-f]+);/i;

/** Reads a title as one line of plain text; `null` where it is missing or blank. */
export function titleOf(element: Element | null): string | null {
  const text = element === null ? null : readText(element);
  if (element === null || text === null) return null;
  const value = text.value.slice(0, MAX_LENGTH);
  if (value.length > MAX_HTML) return oneLine(value, Infinity);
  const isRss = !element.name.startsWith('atom:');
  const plain = isRss ? plainOfRss(value) : text.type === 'html' ? plainOf(value) : value;
  return oneLine(plain, Infinity) ?? oneLine(value, Infinity);
}

/**
 * Makes plain text of a title or name of RSS, which is plain text in which many put HTML. Its tags go; its entities are decoded only where none are left then:
 * in `&amp;lt;` they are what it is about.
 */
export function plainOfRss(value: string): string {
  if (!/[<&]/.test(value)) return value;
  const plain = value.replace(TAG, '');
  const decoded = resolveEntities(plain);
  return ENTITY.test(decoded) ? plain : decoded;
}

/** Gives HTML as plain text, without the content of scripts and styles. */
function plainOf(html: string): string {
  let text = '';
  let silent = 0;
  const parser = new Parser({
    onopentagname: (name) => void (silent += name === 'script' || name === 'style' ? 1 : 0),
    onclosetag: (name) => void (silent -= name === 'script' || name === 'style' ? 1 : 0),
    ontext: (data) => void (text += silent > 0 ? '' : data),
  });
  parser.end(html);
  return text;
}
