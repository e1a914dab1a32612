import { env } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { created, MINUTE, OutboxHarness } from '../support/outbox.ts';

describe('an Outbox tells and replays its messages over its binding', () => {
  test('log, status and replay', async () => {
    const name = `rpc-${crypto.randomUUID()}`;
    const harness = await OutboxHarness.open(name);
    const stub = env.OUTBOX.getByName(name);
    await stub.enqueue([created('a'), created('b', 'blog', 'c1', 'baseline')]);
    await harness.pass(MINUTE);
    expect(await stub.status()).toEqual({
      config: harness.config,
      type: 'webhook',
      state: 'ready',
      reason: null,
      since: null,
      lastDelivery: harness.now - MINUTE,
      next: null,
      waitsFor: null,
      waiting: 0,
      failing: null,
      slow: null,
      blocked: null,
    });
    const { entries } = await stub.log();
    expect(entries.map(({ state, attempts, kept }) => [state, attempts, kept])).toEqual([
      ['baseline', 0, true],
      ['delivered', 1, true],
    ]);
    expect(await stub.log({ state: 'delivered', limit: 1 })).toEqual({ entries: [entries[1]], next: null });
    const ids = entries.map(({ id }) => id);
    expect(await stub.replay({ ids })).toEqual({ waiting: 2, gone: 0 });
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['a', 'a', 'b']);
  });
});
