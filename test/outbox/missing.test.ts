import { expect, test } from 'vitest';
import { missingKey } from '../../worker/message.ts';
import { created, HOUR, OutboxHarness } from '../support/outbox.ts';

/** Gives the keys of the notices that one Outbox offers to another, and when they say that it is so since. */
async function noticesOf(name: string, config: string | null): Promise<readonly (readonly [string, string])[]> {
  const keys: (readonly [string, string])[] = [];
  const harness = await OutboxHarness.open(name, null, {
    destinations: async () => ({ ok: true, value: new Map([['told', 'https://told.example/']]) }),
    offer: async (_to, offers) => {
      for (const { key, event } of offers) keys.push([key, 'since' in event.data ? event.data.since : event.timestamp]);
      return { ok: true, value: null };
    },
  });
  harness.config = config;
  await harness.enqueue(created('a'));
  await harness.pass(HOUR);
  return keys;
}

test('that a destination is not in CONFIG has the key that a Poller gives it on that day', async () => {
  const [first, ...others] = await noticesOf('not-there', null);
  expect(others).toEqual([]);
  expect(first?.[0]).toBe(missingKey('not-there', first?.[1] ?? ''));
  expect(missingKey('not-there', '2040-01-01T00:05:00.000Z')).toBe(missingKey('not-there', '2040-01-01T23:59:00.000Z'));
});

test('that its value is wrong has a key of its own', async () => {
  const [first] = await noticesOf('wrong', '{}');
  expect(first?.[0]).toBe(`config.invalid destination:wrong ${first?.[1]}`);
});
