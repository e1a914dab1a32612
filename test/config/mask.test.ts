import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOfValue, valueOfText } from '../../worker/config/config-value.ts';
import { maskDestination, maskFeed, maskText } from '../../worker/config/mask.ts';
import { unmask } from '../../worker/config/unmask.ts';
import { platforms } from '../../worker/destination/registry.ts';
import { casesOf } from '../destination/fixture/fixture.ts';

const HOOK = 'https://hooks.slack.com/services/T0/B0/aBcDeFgHiJkL';
const json = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

describe('the mask of a text', () => {
  test.each([
    [HOOK, 'masked:iJkL'],
    [` ${HOOK}\n`, 'masked:iJkL'],
    ['reader:hunter2!', 'masked:r2!'],
    ['me:hunter2', 'masked:r2'],
    ['hunter2', 'masked:'],
    ['', 'masked:'],
    ['пароль-пароль-пароль', 'masked:????'],
    ['a password with "quotes" and\t\n" ', 'masked:d??"'],
  ])('%j is %s: of a short one less than its last four', (text, mask) => {
    expect(maskText(text)).toBe(mask);
  });
});

describe('a destination', () => {
  test.each<[unknown, unknown]>([
    [HOOK, 'masked:iJkL'],
    ['secret:HOOK_URL', 'secret:HOOK_URL'],
    [' secret:HOOK_URL\n', 'secret:HOOK_URL'],
    [`secret:${'x'.repeat(80)}`, 'masked:xxxx'],
    ['{"url": "https://hooks.slack.com/serv', 'masked:serv'],
    ['["https://hooks.slack.com/services/x"]', 'masked:/x"]'],
    [
      { url: HOOK, pace: '30/m', events: ['comment.*'] },
      { url: 'masked:iJkL', pace: '30/m', events: ['comment.*'] },
    ],
    [
      { type: 'slack', token: 'xoxb-1234567890-abcdefgh', channel: 'C0123456789' },
      { type: 'slack', token: 'masked:efgh', channel: 'C0123456789' },
    ],
    [
      { url: 'secret:URL', secret: ['whsec_aaaaaaaaaaaaaaaaaaaaaaaa', 'secret:NEW'] },
      { url: 'secret:URL', secret: ['masked:aaaa', 'secret:NEW'] },
    ],
    [
      { url: HOOK, headers: { authorization: 'Bearer abcdefghijklmnop', 'x-key': 'secret:KEY' } },
      { url: 'masked:iJkL', headers: { authorization: 'masked:mnop', 'x-key': 'secret:KEY' } },
    ],
  ])('%j reads %j', (value, expected) => {
    expect(maskDestination(json(value))).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['a misspelt field', { type: 'telegram', tokne: 'CREDENTIAL-0123', chat: '@news' }],
    ['a misspelt field without a type', { tokne: 'CREDENTIAL-0123', chat: '@news' }],
    ['a list in an unknown field', { url: HOOK, tokens: ['CREDENTIAL-0123', { a: ['CREDENTIAL-0123'] }] }],
    ['a field of another platform', { url: HOOK, key: 'CREDENTIAL-0123' }],
    ['a wrong field that is known', { type: 'telegram', chat: 'CREDENTIAL-0123 with words', token: '@news' }],
    ['the type', { type: 'CREDENTIAL-0123', url: HOOK }],
    ['the name of a field', { url: HOOK, 'https://x.example/CREDENTIAL-0123': true }],
    ['the name of a header', { url: HOOK, headers: { 'Authorization: Bearer CREDENTIAL-0123': '' } }],
    ['a credential of the wrong kind', { url: { href: 'https://x.example/CREDENTIAL-0123' } }],
    ['an unknown type', { type: 'slak', url: 'https://x.example/CREDENTIAL-0123', chanel: 'CREDENTIAL-0123' }],
    ['a URL with a password as its API', { type: 'telegram', api: 'https://me:CREDENTIAL-0123@x.example/' }],
    ['a text that is no URL', 'CREDENTIAL-0123'],
    ['prototype fields', JSON.parse('{"__proto__": {"x": "CREDENTIAL-0123"}, "constructor": "CREDENTIAL-0123"}')],
  ])('does not show a credential in %s, and gives it back', (_, value) => {
    const shown = maskDestination(json(value));
    expect(JSON.stringify(shown)).not.toContain('CREDENTIAL');
    expect(unmask(shown, json(value))).toEqual({ ok: true, value: valueOfText(json(value)) });
  });

  test('masks a number in a field that nobody knows', () => {
    expect(maskDestination('{"pin": 123456789012, "n": 12}')).toEqual({ pin: 'masked:012', n: 'masked:' });
  });

  test('shows a slip in a field that holds no credential', () => {
    expect(maskDestination(json({ type: 'slak', url: HOOK, pace: 'often' }))).toEqual({
      type: 'slak',
      url: 'masked:iJkL',
      pace: 'often',
    });
  });
});

describe('a feed', () => {
  test.each<[unknown, unknown]>([
    ['https://example.com/comments?key=1', 'https://example.com/comments?key=1'],
    ['https://me:hunter2@example.com/comments', 'masked:ents'],
    ['example.com/comments', 'masked:ents'],
    ['secret:FEED_URL', 'secret:FEED_URL'],
    [
      { url: 'https://example.com/', auth: 'reader:hunter2-hunter2', headers: { accept: 'application/atom+xml' } },
      { url: 'https://example.com/', auth: 'masked:ter2', headers: { accept: 'masked:+xml' } },
    ],
    [
      { url: 'https://me:hunter2@example.com/', every: '4m', exclude: ['=casino'] },
      { url: 'masked:com/', every: '4m', exclude: ['=casino'] },
    ],
    [
      { url: 'https://example.com/', atuh: 'reader:hunter2-hunter2' },
      { url: 'https://example.com/', atuh: 'masked:ter2' },
    ],
  ])('%j reads %j', (value, expected) => {
    expect(maskFeed(json(value))).toEqual(expected);
  });
});

describe('a masked value that is put', () => {
  const stored = json({ url: HOOK, secret: ['whsec_aaaaaaaaaaaaaaaaaaaaaaaa', 'whsec_bbbbbbbbbbbbbbbbbbbbbbbb'] });

  test('has the stored credential where the mask is, whatever else is changed', () => {
    expect(unmask({ url: 'masked:iJkL', secret: ['masked:bbbb'], pace: '1/m' }, stored)).toEqual({
      ok: true,
      value: { url: HOOK, secret: ['whsec_bbbbbbbbbbbbbbbbbbbbbbbb'], pace: '1/m' },
    });
  });

  test('may turn a bare URL into an object, and back', () => {
    expect(unmask({ url: 'masked:iJkL', pace: '1/m' }, HOOK)).toEqual({ ok: true, value: { url: HOOK, pace: '1/m' } });
    expect(unmask('masked:iJkL', stored)).toEqual({ ok: true, value: HOOK });
  });

  test.each<[unknown, string | null, string | null]>([
    [{ url: 'masked:zzzz' }, stored, 'url'],
    [{ url: 'masked:iJkL', secret: ['masked:aaaa', 'masked:cccc'] }, stored, 'secret.1'],
    [{ url: 'masked:iJkL', token: 'masked:iJkL' }, stored, 'token'],
    [{ url: HOOK, headers: { 'x-key': 'masked:iJkL' } }, stored, 'headers.x-key'],
    [{ toString: 'masked:' }, stored, 'toString'],
    ['masked:iJkL', null, null],
    ['masked:zzzz', HOOK, null],
  ])('%j is an issue where nothing stored has that ending', (given, text, field) => {
    expect(unmask(given as string, text)).toMatchObject({ ok: false, reason: 'mask', issues: [{ field }] });
  });

  test('leaves text alone that is no mask', () => {
    const given = { url: HOOK, exclude: ['masked: a ball', 'masked:12345'] };
    expect(unmask(given, null)).toEqual({ ok: true, value: given });
  });
});

describe.each(await casesOf(platforms))('a destination of $title', ({ platform, fixture }) => {
  const values = [
    { type: platform.type, ...(fixture.settings as object) },
    ...fixture.refused.map((refused) => refused),
    ...fixture.urls,
  ];
  const credentials = (value: unknown): readonly string[] =>
    typeof value === 'string'
      ? [value]
      : ['auth', ...platform.credentials].flatMap((field) =>
          textsIn((value as Record<string, unknown>)[field]).filter((text) => text.length > 4),
        );

  test.each(values.map((value) => [value]))(
    '%j shows no credential, and is what it was when it is put back',
    (value) => {
      const text = json(value);
      const shown = maskDestination(text);
      const printed = JSON.stringify(shown);
      for (const credential of credentials(value))
        expect(printed).not.toContain(JSON.stringify(credential).slice(1, -1));
      expect(unmask(shown, text)).toEqual({ ok: true, value: valueOfText(text) });
    },
  );
});

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const FIELDS = [
  'type',
  'url',
  'token',
  'secret',
  'headers',
  'auth',
  'tokne',
  'channel',
  'template',
  'pace',
  '__proto__',
];
const anyValue = fc.oneof(
  fc.string(),
  fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS), fc.string()), fc.jsonValue()),
);

test('any value, masked and put back, is what it was', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const text = json(value);
      for (const mask of [maskFeed, maskDestination]) {
        const back = unmask(mask(text), text);
        expect(back.ok ? textOfValue(back.value).trim() : back).toBe(textOfValue(valueOfText(text)).trim());
      }
    }),
    { numRuns: 2_000 },
  );
});

test('no mask shows a credential, wherever a person put it', () => {
  const credential = 'CREDENTIAL-0123456789';
  const place = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.constant(credential),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'x-key', credential.replace('-', ' ')), tie('any'), { maxKeys: 3 }),
    ),
  })).any;
  const field = fc.constantFrom('url', 'token', 'secret', 'key', 'headers', 'auth', 'tokne', 'every', 'pace', 'type');
  fc.assert(
    fc.property(fc.dictionary(field, place, { minKeys: 1 }), (value) => {
      for (const mask of [maskFeed, maskDestination])
        expect(JSON.stringify(mask(json(value)))).not.toMatch(/CREDENTIAL|012345/);
    }),
    { numRuns: 1_000 },
  );
});

test('JSON in a text is what it says: a mask in it is restored, or refused, as in an object', () => {
  const stored = json({ url: HOOK, headers: { 'x-key': 'CREDENTIAL-0123' } });
  expect(unmask(json({ url: 'masked:iJkL' }), stored)).toEqual({ ok: true, value: { url: HOOK } });
  expect(unmask(json({ url: HOOK, headers: { 'x-key': 'masked:abcd' } }), null)).toMatchObject({ ok: false });
});
