import { expect, test } from 'vitest';
import { devHint } from '../../scripts/local/dev-hint.ts';

const KEY = 'correct-horse-battery-staple-0123456789';

test.each([
  ['no .dev.vars', {}, []],
  ['the example as it is', { SIGNING_KEY: '' }, []],
  ['a key that is too short', { SIGNING_KEY: 'short' }, ['--port', '0']],
])('npm run dev names the key that is missing: %s', (_, vars, args) => {
  expect(devHint(vars, args)).toMatch(/No SIGNING_KEY .*\.dev\.vars \(see \.dev\.vars\.example/);
});

test.each([
  ['in .dev.vars', { SIGNING_KEY: KEY }, []],
  ['as an argument', {}, ['--var', `SIGNING_KEY:${KEY}`]],
  ['as one argument', {}, [`--var=SIGNING_KEY:${KEY}`]],
])('npm run dev asks for no key where there is one %s, and does not show it', (_, vars, args) => {
  expect(devHint(vars, args)).not.toContain('No SIGNING_KEY');
  expect(devHint(vars, args)).not.toContain(KEY);
});
