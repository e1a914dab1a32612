import { expect, test, vi } from 'vitest';
import { type Connection, KeyedLimiter } from '../../worker/poller/concurrency.ts';

/** Work that begins when the limiter lets it, and ends when the test says so. */
function begin(limiter: KeyedLimiter, count: number) {
  const begun: (Connection & { readonly end: () => void })[] = [];
  const all = Array.from({ length: count }, (_, place) =>
    limiter.take(place, (connection) => new Promise((end) => void begun.push({ ...connection, end }))),
  );
  return { begun, all };
}

/** Lets all go on that can. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

test('six hold a connection; the next begins when one has ended', async () => {
  const { begun, all } = begin(new KeyedLimiter(), 8);
  await vi.waitFor(() => expect(begun).toHaveLength(6));
  begun[0]?.end();
  await all[0];
  await settled();
  expect(begun).toHaveLength(7);
});

test('who gives its connection back lets the next begin, once', async () => {
  const { begun } = begin(new KeyedLimiter(), 9);
  await vi.waitFor(() => expect(begun).toHaveLength(6));
  begun[0]?.giveBack();
  begun[0]?.giveBack();
  begun[0]?.end();
  await settled();
  expect(begun).toHaveLength(7);
});

test('of work that holds no connection any more no more than two dozen pieces are unfinished', async () => {
  const { begun, all } = begin(new KeyedLimiter(), 40);
  for (let at = 0; at < 24; at++) {
    await vi.waitFor(() => expect(begun.length).toBeGreaterThan(at));
    begun[at]?.giveBack();
  }
  await settled();
  expect(begun).toHaveLength(24);
  begun[3]?.end();
  await all[3];
  await settled();
  expect(begun).toHaveLength(25);
});

test('a request of who gave its connection back waits for one, and goes before what has not begun', async () => {
  const limiter = new KeyedLimiter();
  const { begun, all } = begin(limiter, 8);
  await vi.waitFor(() => expect(begun).toHaveLength(6));
  begun[0]?.giveBack();
  expect(begun).toHaveLength(6);
  await vi.waitFor(() => expect(begun).toHaveLength(7));
  const { promise, resolve: end } = Promise.withResolvers<void>();
  const asked: string[] = [];
  const used = begun[0]?.use(() => {
    asked.push(`after ${begun.length}`);
    return promise;
  });
  begun[1]?.end();
  await all[1];
  await vi.waitFor(() => expect(asked).toEqual(['after 7']));
  expect(begun).toHaveLength(7);
  end();
  await used;
  await vi.waitFor(() => expect(begun).toHaveLength(8));
});

test('a request of who still holds its connection goes at once', async () => {
  const { begun } = begin(new KeyedLimiter(), 8);
  await vi.waitFor(() => expect(begun).toHaveLength(6));
  const request = vi.fn<() => Promise<void>>(async () => {});
  await begun[0]?.use(request);
  expect(request).toHaveBeenCalledOnce();
});
