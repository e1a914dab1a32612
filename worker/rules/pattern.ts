import { RE2JS, RE2JSSyntaxException } from 're2js';

/** Longest pattern, in UTF-16 units. */
export const PATTERN_LENGTH = 200;

/** Part of a text that a pattern is tried on, in UTF-16 units. */
const TEXT_LENGTH = 16 * 1024;

/**
 * Most instructions of a compiled pattern. RE2 takes time in proportion to instructions × text: at this many, the worst
 * known patterns take half a second for the longest text. A list of words of 200 characters has 200.
 */
const PROGRAM_SIZE = 1_000;

/** Compiled patterns that are kept: more than a shard's feeds or an Outbox ever use at once. */
const CACHE_SIZE = 500;

/** RE2 and its compilation have no state but their own caches, so one is shared by all that ask for the pattern. */
const cache = new Map<string, RE2JS | string>();

/** Says what is wrong with a pattern in RE2's syntax; `null`: nothing. */
export function patternProblem(pattern: string): string | null {
  const compiled = compile(pattern);
  return typeof compiled === 'string' ? compiled : null;
}

/** True if the pattern is found in the first 16 K of the text. Linear in the text. */
export function matchesPattern(pattern: string, text: string): boolean {
  const compiled = compile(pattern);
  return typeof compiled !== 'string' && compiled.test(text.slice(0, TEXT_LENGTH).toWellFormed());
}

/** Gives the compiled pattern, compiled once; or what is wrong with it. */
function compile(pattern: string): RE2JS | string {
  const kept = cache.get(pattern);
  const compiled = kept ?? compileAnew(pattern);
  // The Map's order is that of use: the first is the one that was not asked for the longest time.
  cache.delete(pattern);
  cache.set(pattern, compiled);
  const [oldest] = cache.keys();
  if (cache.size > CACHE_SIZE && oldest !== undefined) cache.delete(oldest);
  return compiled;
}

function compileAnew(pattern: string): RE2JS | string {
  if (pattern.length > PATTERN_LENGTH) return `must be ${PATTERN_LENGTH} characters at most`;
  try {
    const compiled = RE2JS.compile(pattern);
    return compiled.programSize() > PROGRAM_SIZE ? 'repeats too much: smaller numbers in { } are needed' : compiled;
  } catch (problem) {
    if (problem instanceof RE2JSSyntaxException) return syntaxProblem(problem);
    throw problem;
  }
}

function syntaxProblem(problem: RE2JSSyntaxException): string {
  const description = problem.getDescription();
  // Its own words would repeat the pattern.
  const isPerl = /Perl|escape/.test(description);
  const hint = isPerl ? ', which has no look-around and no back-references' : '';
  return `is no pattern of RE2${hint}: ${description}`;
}
