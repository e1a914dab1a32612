import { cpuMilliseconds } from '../support/cpu.ts';
import { describe, expect, test } from 'vitest';
import type { Comment } from '../../worker/model.ts';
import { compileFilter, rejection, type RuleConfig } from '../../worker/rules/filter.ts';
import { patternProblem } from '../../worker/rules/pattern.ts';
import { COMMENT } from '../destination/messages.ts';

const comment = (facts: Partial<Comment> = {}): Comment => ({ ...COMMENT, ...facts });

/** True if the rule matches the comment: as an exclude rule it rejects it. */
const matches = (rule: RuleConfig, facts: Partial<Comment> = {}): boolean =>
  rejection(compileFilter([], [rule]), comment(facts)) !== null;

const textMatches = (rule: RuleConfig, text: string): boolean => matches(rule, { text });

describe('a filter', () => {
  test.each<[readonly RuleConfig[], readonly RuleConfig[], string | null]>([
    [[], [], null],
    [['billion'], [], null],
    [['million', 'wow'], [], null],
    [['million'], [], 'include: no rule matched'],
    [[], ['million'], null],
    [[], ['million', 'billion'], 'exclude "billion"'],
    [['wow'], ['billion'], 'exclude "billion"'],
    [[], ['=wow'], 'exclude "=wow"'],
    [[], [{ field: 'author', is: 'Devon Young' }], 'exclude author is "Devon Young"'],
    [[], [{ field: 'text', contains: 'half' }], 'exclude text contains "half"'],
    [[], [{ field: 'text', matches: '^Half' }], 'exclude text matches "^Half"'],
  ])('that includes %j and excludes %j says %j', (include, exclude, said) => {
    expect(rejection(compileFilter(include, exclude), comment())).toBe(said);
  });

  test('that is none lets all pass', () => {
    expect(rejection(null, comment())).toBeNull();
  });

  test('shows a rule in one line, shortened at a character', () => {
    const rule = `half\n\u202e${'😀'.repeat(80)}`;
    const said = rejection(compileFilter([], [rule]), comment({ text: rule }));
    expect(said).toMatch(/^exclude "half 😀+…"$/u);
    expect(Array.from(said ?? '').length).toBe(70);
  });

  test('judges a comment of an earlier version by what it has', () => {
    const { title: _title, language: _language, ...older } = comment();
    const read: unknown = JSON.parse(JSON.stringify(older));
    const filter = compileFilter([{ field: 'title', contains: 'x' }, { field: 'language', is: 'en' }, 'wow'], []);
    expect(rejection(filter, read as Comment)).toBeNull();
  });
});

describe('a rule that is text', () => {
  test.each<[string, Partial<Comment>, boolean]>([
    ['BILLION', {}, true],
    ['devon y', {}, true],
    ['devon.example', {}, true],
    ['/QQ.php#', {}, true],
    ['Comment from', {}, false],
    ['straße', { text: 'Die STRASSE' }, true],
    ['ΣΊΣΥΦΟΣ', { text: 'σίσυφος' }, true],
    ['casino', { text: 'ｃａｓｉｎｏ' }, true],
    ['casino', { text: '𝐂𝐀𝐒𝐈𝐍𝐎' }, true],
    ['café', { text: 'cafe\u0301' }, true],
    ['buy now', { text: 'Buy\u00a0\nnow' }, true],
    ['(a+)+$', { text: 'aaa' }, false],
    ['null', { url: null, author: { name: null, url: null, avatar: null } }, false],
  ])('%j in %j: %s', (rule, facts, is) => {
    expect(matches(rule, facts)).toBe(is);
  });
});

describe('a rule that is =word', () => {
  test.each([
    ['=art', 'Art!', true],
    ['=art', 'party', false],
    ['=art', 'art2', false],
    ['=art', 'party art', true],
    ['=art', '_art_', true],
    ['=art', 'artİ', false],
    ['=art', '𝒳art', false],
    ['=art', '(art)', true],
    ['= art ', 'art', true],
    ['=état', 'Coup d’État', true],
    ['=tat', 'état', false],
    ['=क', 'कि', false],
    ['=qq', '我用QQ聊天', true],
    ['=聊天', '我用QQ聊天呢', true],
    ['=カジノ', 'オンラインカジノへ', true],
    ['=ไทย', 'ภาษาไทยดี', true],
    ['=дом', 'домик', false],
    ['=c++', 'C++, and', true],
    ['=c++', 'c++11', false],
    ['=two words', 'some TWO\nwords.', true],
  ])('%j in %j: %s', (rule, text, is) => {
    expect(textMatches(rule, text)).toBe(is);
  });
});

describe('a rule about a field', () => {
  test.each<[RuleConfig, Partial<Comment>, boolean]>([
    [{ field: 'author', is: 'devon young' }, {}, true],
    [{ field: 'author', is: 'devon' }, {}, false],
    [{ field: 'author', contains: 'devon.example' }, {}, false],
    [{ field: 'url', contains: '/qq' }, {}, true],
    [{ field: 'url', contains: 'devon' }, {}, false],
    [{ field: 'title', contains: 'comment from' }, {}, true],
    [{ field: 'title', contains: 'x' }, { title: null }, false],
    [{ field: 'text', is: 'half a billion, wow.' }, {}, true],
    [{ field: 'text', matches: 'b.llion' }, {}, true],
    [{ field: 'text', matches: 'B.llion' }, {}, false],
    [{ field: 'text', matches: '(?i)B.llion' }, {}, true],
    [{ field: 'language', is: 'en' }, { language: 'en' }, true],
    [{ field: 'language', is: 'EN' }, { language: 'en-GB' }, true],
    [{ field: 'language', is: 'en-GB' }, { language: 'en' }, false],
    [{ field: 'language', is: 'e' }, { language: 'en' }, false],
    [{ field: 'language', is: 'en' }, { language: null }, false],
    [{ field: 'language', matches: '.*' }, { language: null }, false],
  ])('%j of %j: %s', (rule, facts, is) => {
    expect(matches(rule, facts)).toBe(is);
  });

  test('tries a pattern on the first 16 K of a text', () => {
    const rule: RuleConfig = { field: 'text', matches: 'end$' };
    expect(textMatches(rule, `${'a'.repeat(16_381)}end${'a'.repeat(50_000)}`)).toBe(true);
    expect(textMatches({ field: 'text', matches: 'end' }, `${'a'.repeat(16_384)}end`)).toBe(false);
  });
});

/** A text that looks random to a pattern, and is the same each time. */
const noise = (letters: string): string => {
  let state = 1;
  const next = (): string => {
    state = (state * 48_271) % 2_147_483_647;
    return letters[state % letters.length] ?? '';
  };
  // What a pattern must hold stands at the start, lest it be found out that it is missing.
  return `cxz!yb ${Array.from({ length: 65_536 }, next).join('')}`;
};

describe('a pattern', () => {
  test.each([
    ['(a', /missing closing \)/],
    ['(?=a)', /look-around/],
    [String.raw`(a)\1`, /back-references/],
    ['a{1001}', /repeat/],
    ['(a{30}){30}b{400}', /repeats too much/],
    ['a'.repeat(201), /200 characters/],
  ])('%j is a problem in words that do not repeat it', (pattern, words) => {
    expect(patternProblem(pattern)).toMatch(words);
    expect(patternProblem(pattern)).not.toContain(pattern);
  });

  test('made of 200 characters of words is none', () => {
    expect(patternProblem(String.raw`(?i)\b(?:${'casino|'.repeat(26)}x)\b`)).toBeNull();
  });

  // Longest CPU time that one may take for the longest text, ms: ten times what was measured, for slow machines. A backtracking
  // engine would need longer than the universe is old.
  const LONGEST = 5_000;

  const TEXTS = ['a', 'ab', 'abcde', 'aé漢😀'].map(noise);

  test.each([
    '(a+)+$',
    '(a+)+x$',
    '(a|aa)+$',
    '(a|a?)+x$',
    '(.*)*x$',
    '(a*)*(a*)*(a*)*x$',
    '(.*a){20}x',
    '(a|b)*a(a|b){20}c',
    '(a|b)*a(a|b){320}c',
    '(?:a?){200}a{200}x',
    '(?:.{0,9}a.{0,9}b){20}z$',
    '(?:a[^c]{99}|b[^d]{99}|c[^e]{99}|d[^f]{99}){2}z$',
    '(?:a.{0,160}b){3}c{2}',
    String.raw`(?:\b\w+\b.?){40}z$`,
    String.raw`(?i)(?:\pL+\pN*)+\d$`,
    '([a-zA-Z0-9])(([-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$',
  ])('made to blow up takes no longer than its length times the text’s: %s', (pattern) => {
    expect(patternProblem(pattern)).toBeNull();
    for (const text of TEXTS) {
      expect(cpuMilliseconds(() => textMatches({ field: 'text', matches: pattern }, text))).toBeLessThan(LONGEST);
    }
  });
});
