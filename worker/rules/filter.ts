import type { Comment, Filter, FilterRule } from '../model.ts';
import { fold, hasWord } from './fold.ts';
import { matchesPattern } from './pattern.ts';

type FilterField = NonNullable<FilterRule['field']>;

/** Most characters of a rule that the log repeats. */
const SHOWN_LENGTH = 60;

/** A rule as CONFIG has it: text to look for, `=word`, or a field and what it is to hold. */
export type RuleConfig =
  | string
  | {
      readonly field: FilterField;
      readonly is?: string | undefined;
      readonly contains?: string | undefined;
      readonly matches?: string | undefined;
    };

/** Makes a filter of valid rules (`patternProblem` is `null` for each pattern). Plain data, to be kept and compared. */
export function compileFilter(include: readonly RuleConfig[], exclude: readonly RuleConfig[]): Filter {
  return { include: include.map(compileRule), exclude: exclude.map(compileRule) };
}

/** Gives the rule that rejects a comment, in words for the log; `null`: it passes, or there is no filter. */
export function rejection(filter: Filter | null, comment: Comment): string | null {
  if (filter === null) return null;
  const matches = matcherOf(comment);
  const excluding = filter.exclude.find(matches);
  if (excluding !== undefined) return `exclude ${excluding.shown}`;
  return filter.include.length === 0 || filter.include.some(matches) ? null : 'include: no rule matched';
}

function compileRule(rule: RuleConfig): FilterRule {
  if (typeof rule === 'string') {
    const isWord = rule.startsWith('=');
    const value = isWord ? fold(rule.slice(1)).trim() : fold(rule);
    return { field: null, by: isWord ? 'word' : 'contains', value, shown: quoted(rule) };
  }
  const { field, is, contains, matches } = rule;
  if (matches !== undefined) return fieldRule(field, 'matches', matches, matches);
  if (is !== undefined) return fieldRule(field, 'is', fold(is).trim(), is);
  return fieldRule(field, 'contains', fold(contains ?? ''), contains ?? '');
}

function fieldRule(field: FilterField, by: FilterRule['by'], value: string, given: string): FilterRule {
  return { field, by, value, shown: `${field} ${by} ${quoted(given)}` };
}

/** The owner's text in quotation marks: one line, shortened at a character. */
function quoted(text: string): string {
  const characters = Array.from(text.toWellFormed().replaceAll(/[\s\p{Cc}\p{Bidi_C}]+/gu, ' '));
  const isLong = characters.length > SHOWN_LENGTH;
  return `"${isLong ? `${characters.slice(0, SHOWN_LENGTH - 1).join('')}…` : characters.join('')}"`;
}

/** Gives the test of rules against one comment, whose texts are folded once. */
function matcherOf(comment: Comment): (rule: FilterRule) => boolean {
  const folded = new Map<string, string>();
  const foldOnce = (text: string): string => {
    const known = folded.get(text) ?? fold(text);
    folded.set(text, known);
    return known;
  };
  return ({ field, by, value }) =>
    textsOf(comment, field).some((text) => {
      switch (by) {
        case 'matches':
          return matchesPattern(value, text);
        case 'is':
          return field === 'language' ? isLanguage(foldOnce(text), value) : foldOnce(text).trim() === value;
        case 'contains':
          return foldOnce(text).includes(value);
        case 'word':
          return hasWord(foldOnce(text), value);
      }
    });
}

/** Texts of a comment in which a rule looks; none where it states none, and messages of earlier versions may lack some. */
function textsOf({ author, text, url, title, language }: Comment, field: FilterField | null): readonly string[] {
  const texts = {
    author: [author.name],
    text: [text],
    url: [url],
    title: [title],
    language: [language],
  };
  const wanted = field === null ? [text, author.name, author.url, url] : texts[field];
  return wanted.filter((one) => typeof one === 'string');
}

/** True if a language tag is of that language: `en-US` is `en` (RFC 4647, section 3.3.1). */
function isLanguage(tag: string, language: string): boolean {
  return tag === language || tag.startsWith(`${language}-`);
}
