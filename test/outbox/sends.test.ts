import { describe, expect, test } from 'vitest';
import { platforms } from '../../worker/destination/registry.ts';
import { readSends, sendsOf } from '../../worker/outbox/store/sends.ts';
import { threaded } from '../destination/threaded.ts';
import { Chance } from '../faults/chance.ts';
import { CHAT } from '../support/chat.ts';
import { answered, created, DAY, HOUR, keys, MINUTE, OK, OutboxHarness, updated } from '../support/outbox.ts';

const sends = (harness: OutboxHarness) => harness.inside(({ context }) => sendsOf(context.state));

/** Rows of the state: its own, and that beside the claim. */
function written(harness: OutboxHarness): Promise<unknown> {
  return harness.inside((_outbox, { storage: { sql } }) =>
    sql.exec('SELECT state.value, sends FROM state, claim').one(),
  );
}

/** Throws the object out of memory; what it knew of its sends it knows again. */
async function restart(harness: OutboxHarness): Promise<void> {
  const before = await sends(harness);
  await harness.restart();
  expect(await sends(harness)).toEqual(before);
}

/** An Outbox that has delivered a message, and was thrown out of memory since. */
async function delivered(name: string, config?: Record<string, unknown>): Promise<OutboxHarness> {
  const harness = await OutboxHarness.open(name, config);
  await harness.enqueue(created('a'));
  await harness.pass(0);
  await restart(harness);
  return harness;
}

test('a delivery is known after the object was thrown out of memory, though its state was not written', async () => {
  const harness = await delivered('plain');
  const day = Math.floor(harness.now / DAY);
  harness.now += HOUR;
  await harness.enqueue(created('b', 'site'));
  await harness.pass(0);
  const before = await written(harness);
  await restart(harness);
  expect(await sends(harness)).toEqual({
    bucket: [harness.now],
    claimed: 2,
    lastFeed: 'site',
    lastDelivery: harness.now,
    usage: { day, rows: 2 * (4 + 4), sent: 2 },
  });
  expect(await written(harness)).toEqual(before);
  expect(JSON.stringify(before)).not.toContain(String(harness.now));
});

describe('a delivery is known whatever happens to its message', () => {
  test('it is replayed', async () => {
    const harness = await delivered('replayed');
    const at = harness.now;
    harness.answer = () => answered(503);
    harness.now += MINUTE;
    await harness.inside((outbox) => outbox.replay({ state: 'delivered' }));
    await restart(harness);
    expect((await sends(harness)).lastDelivery).toBe(at);
    await harness.pass(0);
    await restart(harness);
    expect((await sends(harness)).lastDelivery).toBe(at);
  });

  test('its feed is renamed', async () => {
    const harness = await delivered('renamed');
    await harness.inside((outbox) => outbox.renameFeed('blog', 'log'));
    await restart(harness);
    expect((await sends(harness)).lastFeed).toBe('log');
  });

  test('it is forgotten', async () => {
    const harness = await delivered('forgotten');
    const at = harness.now;
    await harness.pass(100 * DAY);
    expect(await harness.rows()).toEqual([]);
    await restart(harness);
    expect((await sends(harness)).lastDelivery).toBe(at);
  });

  test('a test is sent after it', async () => {
    const harness = await delivered('tested');
    harness.now += MINUTE;
    await harness.inside((outbox) => outbox.sendTest(['blog']));
    await restart(harness);
    expect((await sends(harness)).lastDelivery).toBe(harness.now);
  });
});

describe('whatever is done in whatever order, the database tells the sends as they are in memory', () => {
  const FEEDS = ['blog', 'site', 'log'];
  const ANSWERS = [OK, OK, OK, OK, answered(503), answered(429, '60'), answered(413), { kind: 'timeout' } as const];

  test.each([
    ['webhook', { pace: '7/m' }],
    ['roundups', { ...CHAT, pace: '7/m', roundup: 3 }],
    ['digests', { ...CHAT, pace: '7/m', digest: '2h' }],
  ])('%s', async (name, config) => {
    const chance = new Chance(7);
    const harness = await OutboxHarness.open(`any-${name}`, config, { platforms: [...platforms, threaded] });
    harness.answer = () => {
      if (chance.odds(0.05)) throw new Error('crash');
      return chance.pick(ANSWERS);
    };
    let count = 0;
    const some = () => keys(1 + Math.floor(chance.next() * 5), `${count++}-`);
    const frequent = {
      enqueue: () => harness.enqueue(...some().map((key) => created(key, chance.pick(FEEDS)))),
      alarm: () => harness.alarm(),
      pass: () => harness.pass(MINUTE),
      hour: () => harness.pass(HOUR),
    };
    const rare = {
      edit: () => harness.enqueue(updated(`${Math.floor(chance.next() * count)}-1`, `c${count++}`)),
      replay: () => harness.inside((outbox) => outbox.replay({ from: harness.now - HOUR, to: harness.now })),
      rename: () => harness.inside((outbox) => outbox.renameFeed(chance.pick(FEEDS), chance.pick(FEEDS))),
      test: () => harness.inside((outbox) => outbox.sendTest([]).catch(() => '')),
      month: () => (chance.odds(0.3) ? harness.pass(31 * DAY) : harness.pass(DAY)),
    };
    const deeds = Object.entries({ ...frequent, ...rare });
    for (let step = 0; step < 80; step++) {
      const [deed, act] = chance.pick([...deeds, ...Object.entries(frequent)]);
      harness.now += 1;
      await act();
      const [known, told] = await harness.inside(({ context }) => [sendsOf(context.state), readSends(context.sql)]);
      expect(told, `${step}: ${deed}`).toEqual(known);
      if (step % 10 === 0) await restart(harness);
    }
    expect(harness.posts.length).toBeGreaterThan(10);
  });
});
