import * as v from 'valibot';
import type { Filter } from '../model.ts';
import { compileFilter, type RuleConfig } from '../rules/filter.ts';
import { PATTERN_LENGTH, patternProblem } from '../rules/pattern.ts';

/** Rules in one list: each costs time for each comment. */
const RULES = 20;

/** Longest text of a rule that is no pattern, in UTF-16 units: addresses are long. */
const RULE_LENGTH = 1_000;

const tooLong = `must be ${RULE_LENGTH} characters at most`;
const text = v.pipe(v.string(), v.regex(/\S/, 'must not be empty'), v.maxLength(RULE_LENGTH, tooLong));

/** Text anywhere, or `=word`. */
const words = v.pipe(
  v.string(),
  v.regex(/^(?:=\s*\S|\s*[^\s=]|\s+\S)/, 'must not be empty'),
  v.maxLength(RULE_LENGTH, tooLong),
);

const pattern = v.pipe(
  v.string(),
  v.regex(/\S/, 'must not be empty'),
  v.maxLength(PATTERN_LENGTH, `must be ${PATTERN_LENGTH} characters at most`),
  v.check(
    (given) => patternProblem(given) === null,
    ({ input }) => patternProblem(input) ?? '',
  ),
);

const fieldRule = v.pipe(
  v.strictObject({
    field: v.picklist(
      ['author', 'text', 'url', 'title', 'language'],
      'must be "author", "text", "url", "title" or "language"',
    ),
    is: v.optional(v.pipe(text, v.description('All of the field, in upper or lower case.'))),
    contains: v.optional(v.pipe(text, v.description('A part of the field, in upper or lower case.'))),
    matches: v.optional(
      v.pipe(pattern, v.description('A pattern in RE2’s syntax; (?i) at its start: in upper or lower case.')),
    ),
  }),
  v.check(
    ({ is, contains, matches }) => [is, contains, matches].filter((one) => one !== undefined).length === 1,
    'must have one of "is", "contains" and "matches"',
  ),
);

function rules(description: string) {
  const rule = v.union(
    [words, fieldRule],
    'must be text, or an object: { "field": "author", "is", "contains" or "matches": "…" }',
  );
  const list = v.pipe(v.array(rule), v.maxLength(RULES, `must be ${RULES} rules at most`));
  return v.optional(v.pipe(list, v.description(description)));
}

/** Fields `include` and `exclude`, of feeds and destinations. */
export const filterRules = {
  include: rules(
    'Only comments that match one of these rules: text to find in text, author or link ("=word": as a word), or a field.',
  ),
  exclude: rules('No comments that match one of these rules.'),
};

type Rules = readonly RuleConfig[] | undefined;

/** Makes the filter of checked fields; `null`: they have no rule. */
export function filterOf({
  include = [],
  exclude = [],
}: {
  readonly include?: Rules;
  readonly exclude?: Rules;
}): Filter | null {
  return include.length + exclude.length === 0 ? null : compileFilter(include, exclude);
}
