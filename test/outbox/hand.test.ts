import { describe, expect, test } from 'vitest';
import { readOutboxState } from '../../worker/outbox/store/state.ts';
import { created, entry, HOUR, keys, MINUTE, OutboxHarness, SECOND } from '../support/outbox.ts';

const at = (host: string, more: object = {}) =>
  JSON.stringify({ url: `https://${host}.example/`, pace: '3600/s', ...more });
const hand = (harness: OutboxHarness, value: string | null, when = harness.now) =>
  harness.inside((outbox) => outbox.hand({ value, at: when }));
const hosts = (harness: OutboxHarness) => harness.posts.map(({ url }) => new URL(url).hostname.split('.')[0]);
const status = (harness: OutboxHarness) => harness.inside((outbox) => outbox.status());

/** An Outbox whose KV goes on answering with what it held before. */
async function open(name: string): Promise<OutboxHarness> {
  const harness = await OutboxHarness.open(name);
  harness.config = at('old');
  await harness.enqueue(created('first'));
  await harness.pass(SECOND);
  return harness;
}

describe('a value that was handed over', () => {
  test('holds at once, whatever KV answers, also after an eviction', async () => {
    const harness = await open('hand');
    await hand(harness, at('new'));
    expect(await status(harness)).toMatchObject({ config: at('new'), handed: true });
    await harness.enqueue(created('a'));
    await harness.pass(SECOND);
    await harness.restart();
    await harness.pass(2 * MINUTE);
    await harness.enqueue(created('b'));
    await harness.pass(SECOND);
    expect(hosts(harness)).toEqual(['old', 'new', 'new']);
  });

  test('is let go for what KV shows as written then or later', async () => {
    const harness = await open('hand-shown');
    await hand(harness, at('new'));
    [harness.config, harness.configAt] = [at('older'), harness.now - 1];
    await harness.pass(2 * MINUTE);
    await harness.enqueue(created('a'));
    await harness.pass(SECOND);
    [harness.config, harness.configAt] = [at('newer'), harness.now + 1];
    await harness.pass(2 * MINUTE);
    await harness.enqueue(created('b'));
    await harness.pass(SECOND);
    expect(hosts(harness)).toEqual(['old', 'new', 'newer']);
    expect(await status(harness)).not.toHaveProperty('handed');
  });

  test('that KV has shown here may be older elsewhere: it is said to be handed over for ten minutes, and gives way to other means', async () => {
    const harness = await open('hand-elsewhere');
    const wrote = harness.now;
    await hand(harness, at('new'));
    const answers = [
      [at('new'), wrote],
      [at('older'), wrote - 1],
    ] as const;
    for (const [value, when] of answers) {
      [harness.config, harness.configAt] = [value, when];
      await harness.pass(2 * MINUTE);
      await harness.enqueue(created(value));
      await harness.pass(SECOND);
      expect(await status(harness)).toMatchObject({ config: at('new'), handed: true });
    }
    [harness.config, harness.configAt] = [at('other'), null];
    await harness.pass(2 * MINUTE);
    await harness.enqueue(created('b'));
    await harness.pass(SECOND);
    expect(hosts(harness)).toEqual(['old', 'new', 'new', 'other']);
    expect(await status(harness)).not.toHaveProperty('handed');
  });

  test('is let go after ten minutes, in which KV has not shown it', async () => {
    const harness = await open('hand-over');
    await hand(harness, at('new'));
    await harness.pass(10 * MINUTE - SECOND);
    await harness.enqueue(created('a'));
    await harness.pass(SECOND);
    await harness.pass(MINUTE);
    await harness.enqueue(created('b'));
    await harness.pass(SECOND);
    expect(hosts(harness)).toEqual(['old', 'new', 'old']);
  });

  test('stays the last one known while KV does not answer', async () => {
    let answers = true;
    const harness: OutboxHarness = await OutboxHarness.open(
      'hand-silent',
      {},
      {
        destination: async () =>
          answers ? { ok: true, value: entry(at('old')) } : { ok: false, reason: 'kv', detail: '' },
      },
    );
    await harness.enqueue(created('first'));
    await harness.pass(SECOND);
    answers = false;
    await hand(harness, at('new'));
    await harness.pass(HOUR);
    await harness.enqueue(created('a'));
    await harness.pass(SECOND);
    expect(hosts(harness)).toEqual(['old', 'new']);
  });

  test('that was written before the one it has changes nothing', async () => {
    const harness = await open('hand-late');
    await hand(harness, at('new'), harness.now);
    await hand(harness, at('older'), harness.now - 1);
    expect(await status(harness)).toMatchObject({ config: at('new') });
  });

  test('takes precedence over one that is being read from KV', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    let reads = 0;
    const harness: OutboxHarness = await OutboxHarness.open(
      'hand-race',
      {},
      {
        destination: async () => {
          reads++;
          if (reads === 1) {
            asked.resolve();
            await answer.promise;
          }
          return { ok: true, value: entry(at('old')) };
        },
      },
    );
    await harness.inside(async (outbox) => {
      await outbox.enqueue([created('a')]);
      const alarm = outbox.alarm();
      await asked.promise;
      await outbox.hand({ value: at('new'), at: harness.now });
      answer.resolve();
      await alarm;
    });
    await harness.pass(SECOND);
    expect(hosts(harness)).toEqual(['new']);
    expect(await status(harness)).toMatchObject({ config: at('new') });
  });

  test('takes precedence over one that has been read from KV, and is being looked into', async () => {
    let handing: Promise<void> | null = null;
    const harness: OutboxHarness = await OutboxHarness.open('hand-parsed', {}, {});
    harness.config = at('old');
    await harness.inside(async (outbox) => {
      const { secret } = outbox.context.deps;
      outbox.context.deps = {
        ...outbox.context.deps,
        // Asked for while the value is parsed.
        secret: (name) => {
          handing ??= outbox.hand({ value: at('new'), at: harness.now });
          return secret(name);
        },
      };
      await outbox.enqueue([created('a')]);
      await outbox.alarm();
      await handing;
    });
    await harness.pass(SECOND);
    expect(hosts(harness)).toEqual(['new']);
  });

  test('mends at once what was blocked, and each message goes once, in order', async () => {
    const harness = await OutboxHarness.open('hand-mends', { pase: '1/m' });
    await harness.enqueue(...keys(5).map((key) => created(key)));
    await harness.pass(HOUR);
    expect(await status(harness)).toMatchObject({ state: 'invalid' });
    await hand(harness, at('new'));
    expect(await status(harness)).toMatchObject({ state: 'ready' });
    await harness.pass(SECOND);
    expect(harness.sent).toEqual(['1', '2', '3', '4', '5']);
  });

  test('that is a deletion stops it, though KV still has the value, and what waits is kept', async () => {
    const harness = await open('hand-deleted');
    await hand(harness, null);
    expect(await status(harness)).toMatchObject({ config: null, handed: true, type: null });
    await harness.enqueue(created('a'));
    await harness.pass(5 * MINUTE);
    expect(hosts(harness)).toEqual(['old']);
    expect(await status(harness)).toMatchObject({ state: 'blocked', waiting: 1 });
    await hand(harness, at('new'));
    await harness.pass(SECOND);
    expect(hosts(harness)).toEqual(['old', 'new']);
  });

  test('that is a deletion holds for its time, also where KV has shown it: it may show the value again', async () => {
    const harness = await open('hand-flaps');
    await hand(harness, null);
    harness.config = null;
    await harness.pass(2 * MINUTE);
    await harness.inside((outbox) => outbox.wake());
    harness.config = at('old');
    await harness.enqueue(created('a'));
    await harness.pass(MINUTE);
    expect(hosts(harness)).toEqual(['old']);
  });

  test('is durable before anything else is awaited', async () => {
    const harness = await open('hand-rows');
    await harness.inside(async (outbox) => {
      const handing = outbox.hand({ value: at('new'), at: harness.now });
      expect(readOutboxState(outbox.context.sql)).toMatchObject({ handed: { value: at('new') } });
      await handing;
    });
    await harness.inside(({ context: { sql } }) => expect(readOutboxState(sql)).toMatchObject({ config: at('new') }));
  });
});
