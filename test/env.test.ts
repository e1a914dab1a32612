import { expect, test } from 'vitest';
import { type Env, secretOf } from '../worker/env.ts';

test.each([
  ['whsec_x\n', 'whsec_x'],
  [' https://hooks.slack.com/services/T0/B0/x\r\n', 'https://hooks.slack.com/services/T0/B0/x'],
  ['a b', 'a b'],
  [' \n', undefined],
  ['', undefined],
  [undefined, undefined],
])('a secret put as %j is %j: shells leave white space around it', (put, secret) => {
  // Of the bindings none is asked.
  const env: Partial<Env> & { HOOK?: string | undefined } = { HOOK: put };
  expect(secretOf(env as Env, 'HOOK')).toBe(secret);
});
