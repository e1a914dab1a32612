import { expect, test } from 'vitest';
import { checkConfirmation, confirmationOf } from '../../../worker/admin/mcp/confirmation.ts';
import { ADMIN_TOKEN, NOW } from './asking.ts';

const MINUTE = 60_000;
const action = { tool: 'replay', args: { destination: 'default', ids: ['msg_1', 'msg_2'] } };

test('a token confirms its action for five minutes, in whatever order the arguments stand', async () => {
  const { token, expires } = await confirmationOf(ADMIN_TOKEN, action, NOW);
  const turned = { tool: 'replay', args: { ids: ['msg_1', 'msg_2'], destination: 'default' } };
  expect(expires).toBe(NOW + 5 * MINUTE);
  expect(await checkConfirmation(ADMIN_TOKEN, turned, token, NOW + 5 * MINUTE - 1)).toBe('valid');
  expect(await checkConfirmation(ADMIN_TOKEN, action, ` ${token}\n`, NOW)).toBe('valid');
  expect(await checkConfirmation(ADMIN_TOKEN, action, token, NOW + 5 * MINUTE)).toBe('expired');
});

test.each([
  ['another tool', { ...action, tool: 'pause_feed' }],
  ['another argument', { ...action, args: { ...action.args, destination: 'other' } }],
  ['the items of a list in another order', { ...action, args: { ...action.args, ids: ['msg_2', 'msg_1'] } }],
  ['one argument less', { ...action, args: { destination: 'default' } }],
  ['one argument more', { ...action, args: { ...action.args, feed: 'blog' } }],
])('it does not confirm %s', async (_name, other) => {
  const { token } = await confirmationOf(ADMIN_TOKEN, action, NOW);
  expect(await checkConfirmation(ADMIN_TOKEN, other, token, NOW)).toBe('other');
});

test('a token of another ADMIN_TOKEN is none', async () => {
  const { token } = await confirmationOf('another-token-of-sixteen', action, NOW);
  expect(await checkConfirmation(ADMIN_TOKEN, action, token, NOW)).toBe('other');
});

test('nothing of a token can be changed: its expiry neither', async () => {
  const { token } = await confirmationOf(ADMIN_TOKEN, action, NOW);
  const [, mac = ''] = token.split('.');
  const later = (NOW + 60 * MINUTE).toString(36);
  const turned = `${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`;
  const expiry = token.slice(0, token.indexOf('.'));
  const forged = [
    `${later}.${mac}`,
    `${expiry}.${turned}`,
    `${expiry}.`,
    `.${mac}`,
    '',
    'yes',
    'true',
    `${token}${token}`,
  ];
  for (const text of forged) expect(await checkConfirmation(ADMIN_TOKEN, action, text, NOW)).toBe('other');
});
