import { expect, test } from 'vitest';
import { within } from '../../worker/io/deadline.ts';

test('what is asked for too late fails at once, and its own failure later is heard', async () => {
  const work = Promise.withResolvers<never>();
  const late = within(AbortSignal.abort(), work.promise);
  await expect(late).rejects.toThrow('deadline');
  // Unheard, it would fail the whole run.
  work.reject(new Error('too late'));
});

test('what is done in time is given, and what is not ends with the deadline', async () => {
  const over = new AbortController();
  const hanging = within(over.signal, new Promise(() => {}));
  expect(await within(over.signal, Promise.resolve(1))).toBe(1);
  over.abort();
  await expect(hanging).rejects.toThrow('deadline');
});
