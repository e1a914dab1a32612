import { expect, test } from 'vitest';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import { says } from '../support/chat.ts';
import { created, DAY, MINUTE, OutboxHarness } from '../support/outbox.ts';

const GROUP = { type: 'telegram', token: '123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw', chat: -1_234, url: undefined };

const MOVED = says({ ok: false, error_code: 400, parameters: { migrate_to_chat_id: -1_001_234 } }, 400);

/** Opens an Outbox of a group that has become a supergroup; there are two other destinations, one of them not valid. */
async function openMoved(name: string, over: Partial<Dependencies> = {}) {
  const harness: OutboxHarness = await OutboxHarness.open(name, GROUP, {
    destinations: async () => ({
      ok: true,
      value: new Map([
        ['other', 'https://other.example/'],
        ['invalid', '{ "nonsense": 1 }'],
        [name, harness.config],
      ]),
    }),
    ...over,
  });
  harness.answer = ({ body }) =>
    body.includes('"chat_id":-1234')
      ? MOVED
      : says({ ok: true, result: { message_id: harness.posts.length, chat: { id: -1_001_234 } } });
  return harness;
}

test('that a value is out of date is told to all, the destination itself among them, and once', async () => {
  const harness = await openMoved('outdated');
  const since = new Date(harness.now).toISOString();
  await harness.enqueue(created('a'));
  await harness.pass(MINUTE);
  const key = 'destination:outdated';
  const reason = expect.stringContaining('-1001234');
  const data = { key, field: 'chat', reason, keys: [key], since };
  const event = { type: 'config.invalid', timestamp: since, data };
  expect(harness.offered).toEqual([
    { to: 'other', event },
    { to: 'outdated', event },
  ]);
  await harness.restart();
  await harness.enqueue(created('b'));
  await harness.pass(DAY);
  expect(harness.offered).toHaveLength(2);
  expect(await harness.states()).toEqual({ delivered: 2 });
});

test('a failing of the destination is no notice for itself, also together with one that is', async () => {
  const harness = await openMoved('outdated-fails');
  const { answer } = harness;
  harness.answer = (post) => (post.body.includes('"chat_id":-1234') ? answer(post) : says({ ok: false }, 403));
  await harness.enqueue(created('a'));
  await harness.pass(DAY);
  expect(harness.offered.map(({ to, event: { type } }) => `${to} ${type}`).toSorted()).toEqual([
    'other config.invalid',
    'other destination.failing',
    'outdated-fails config.invalid',
  ]);
});

test('who has not taken it over gets it again, and nobody else', async () => {
  let isReady = false;
  const offers: string[] = [];
  const harness = await openMoved('outdated-later', {
    offer: async (to) => {
      offers.push(to);
      return isReady || to === 'other' ? { ok: true, value: null } : { ok: false, reason: 'outbox', detail: '' };
    },
  });
  await harness.enqueue(created('a'));
  await harness.pass(0);
  await harness.restart();
  isReady = true;
  await harness.pass(DAY);
  expect(offers).toEqual(['other', 'outdated-later', 'outdated-later']);
});
