import { env, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Poller } from '../worker/poller/poller.ts';
import { emptyKv, Shard, urlOf } from './support/shard.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A Poller behind its binding, with the scripted web and the recording Outboxes of a shard that is never ticked. */
class Bound {
  readonly web = new Shard();
  readonly stub = env.POLLER.getByName(crypto.randomUUID());

  async open(): Promise<void> {
    await this.#inside((poller) => {
      poller.deps = this.web.deps();
    });
  }

  /** Rows ever written. */
  written(): Promise<number> {
    return runInDurableObject(
      this.stub as unknown as DurableObjectStub<Poller>,
      (_poller, { storage }) => storage.sql.exec<{ n: number }>('SELECT total_changes() AS n').one().n,
    );
  }

  #inside<T>(act: (poller: Poller) => T): Promise<T> {
    return runInDurableObject(this.stub as unknown as DurableObjectStub<Poller>, (poller) => act(poller));
  }
}

let bound: Bound;
let now: number;

beforeEach(async () => {
  await emptyKv();
  bound = new Bound();
  await bound.open();
  now = bound.web.now();
});
afterEach(emptyKv);

describe('a Poller polls a feed when it is asked to', () => {
  test('though it is not due, and says what came of it', async () => {
    await bound.web.configure('blog', { every: '7d' });
    bound.web.serve('blog', 2);
    expect(await bound.stub.pollNow('blog', now)).toMatchObject({ outcome: 'watching', status: 200, comments: 2 });
    bound.web.serve('blog', 3);
    await bound.stub.tick(now + 5 * MINUTE, ['blog']);
    expect(bound.web.told('blog')).toEqual(['feed.watching']);
    expect(await bound.stub.pollNow('blog', now + 6 * MINUTE)).toMatchObject({ outcome: 'read', news: 1 });
    expect(bound.web.told('blog')).toEqual(['feed.watching', 'comment.created']);
  });

  test('with the value that CONFIG has now', async () => {
    await bound.web.configure('blog', { url: 'https://old.example/feed' });
    await bound.stub.pollNow('blog', now);
    await bound.web.configure('blog');
    bound.web.serve('blog', 2);
    expect(await bound.stub.pollNow('blog', now)).toMatchObject({ outcome: 'watching' });
  });

  test('and says why not where it is unknown, invalid or paused', async () => {
    await bound.web.configure('bad', { evry: '5m' });
    await bound.web.configure('resting', { paused: true });
    for (const name of ['nobody', 'No Name', 'x'.repeat(600)])
      expect(await bound.stub.pollNow(name, now)).toEqual({ outcome: 'unknown' });
    expect(await bound.stub.pollNow('bad', now)).toEqual({
      outcome: 'invalid',
      reason: 'evry: unknown field',
    });
    expect(await bound.stub.pollNow('resting', now)).toEqual({ outcome: 'paused' });
    expect(bound.web.requests).toEqual([]);
  });

  test('but not a feed that was taken out of CONFIG, until it is back', async () => {
    await bound.web.configure('blog');
    bound.web.serve('blog', 2);
    await bound.stub.tick(now, ['blog']);
    await env.CONFIG.delete('feed:blog');
    await bound.stub.tick(now + 5 * MINUTE, []);
    expect(await bound.stub.pollNow('blog', now + 6 * MINUTE)).toEqual({ outcome: 'unknown' });
    await bound.web.configure('blog');
    expect(await bound.stub.pollNow('blog', now + 7 * MINUTE)).toMatchObject({ outcome: 'unchanged' });
  });

  test('but not before its server allows, and owes it no poll for that', async () => {
    await bound.web.configure('blog');
    bound.web.pages.set(urlOf('blog'), { status: 429, retryAfter: '7200' });
    expect(await bound.stub.pollNow('blog', now)).toMatchObject({ outcome: 'failed', status: 429 });
    const rows = await bound.written();
    expect(await bound.stub.pollNow('blog', now + MINUTE)).toEqual({ outcome: 'postponed', reason: 'server' });
    expect([bound.web.asked('blog'), await bound.written()]).toEqual([1, rows]);
  });

  test('never twice at once', async () => {
    await bound.web.configure('blog');
    bound.web.serve('blog', 2);
    const outcomes = await Promise.all([bound.stub.pollNow('blog', now), bound.stub.pollNow('blog', now)]);
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['busy', 'watching']);
    expect(bound.web.asked('blog')).toBe(1);
  });

  test('and goes on by its schedule after that', async () => {
    await bound.web.configure('blog', { every: '5m' });
    bound.web.serve('blog', 2);
    await bound.stub.tick(now, ['blog']);
    await bound.stub.pollNow('blog', now + MINUTE);
    await bound.stub.tick(now + 5 * MINUTE, ['blog']);
    expect(bound.web.asked('blog')).toBe(3);
  });
});

describe('a Poller tells the status of its feeds', () => {
  test('of all by name, of each with its state', async () => {
    for (const name of ['ok', 'down', 'new']) await bound.web.configure(name);
    await bound.web.configure('resting', { paused: true });
    await bound.web.configure('bad', { evry: '5m', bakfill: 1 });
    bound.web.serve('ok', 2);
    bound.web.pages.set(urlOf('down'), { status: 500 });
    bound.web.pages.set(urlOf('new'), { status: 500 });
    await bound.stub.tick(now, ['ok', 'down', 'resting', 'bad']);
    const statuses = await bound.stub.feedStatuses(null, now + MINUTE);
    expect(statuses.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'bad invalid',
      'down failing',
      'ok ok',
      'resting paused',
    ]);
    const [bad, down, ok, resting] = statuses;
    expect(bad).toMatchObject({
      reason: 'evry: unknown field; bakfill: unknown field (did you mean "backfill"?)',
      next: null,
      lastPoll: null,
    });
    expect(down).toMatchObject({ reason: expect.stringMatching(/./), since: now, lastPoll: now });
    expect(ok).toMatchObject({ reason: null, since: now, lastPoll: now, found: null, next: now + 5 * MINUTE });
    expect(ok?.title).toMatch(/./);
    expect(JSON.parse(ok?.config ?? '{}')).toMatchObject({ url: urlOf('ok') });
    expect(resting).toMatchObject({ reason: null, next: null });
  });

  test('of those that are named, in that order; one that it never heard of is new', async () => {
    await bound.web.configure('blog');
    bound.web.serve('blog', 2);
    await bound.stub.tick(now, ['blog']);
    const statuses = await bound.stub.feedStatuses(['nobody', 'blog'], now);
    expect(statuses.map(({ name, state }) => [name, state])).toEqual([
      ['nobody', 'new'],
      ['blog', 'ok'],
    ]);
    expect(statuses[0]).toEqual({
      name: 'nobody',
      config: null,
      title: null,
      found: null,
      state: 'new',
      reason: null,
      since: null,
      lastNews: null,
      lastPoll: null,
      next: null,
    });
  });

  test('but not of one that is gone from CONFIG', async () => {
    await bound.web.configure('blog');
    await bound.stub.tick(now, ['blog']);
    await bound.stub.tick(now + 5 * MINUTE, []);
    expect(await bound.stub.feedStatuses(null, now + 6 * MINUTE)).toEqual([]);
    expect(await bound.stub.feedStatuses(['blog'], now)).toMatchObject([{ state: 'new', config: null }]);
  });

  test('whose next poll is the tick that polls it, also days ahead', async () => {
    await bound.web.configure('rare', { every: '7d' });
    bound.web.serve('rare', 2);
    await bound.stub.tick(now, ['rare']);
    const [rare] = await bound.stub.feedStatuses(['rare'], now);
    const next = rare?.next ?? 0;
    expect(next).toBeGreaterThan(now);
    expect(next).toBeLessThanOrEqual(now + 7 * DAY);
    await bound.stub.tick(next - 5 * MINUTE, ['rare']);
    expect(bound.web.asked('rare')).toBe(1);
    await bound.stub.tick(next, ['rare']);
    expect(bound.web.asked('rare')).toBe(2);
  });

  test('and writes nothing for it', async () => {
    await bound.web.configure('blog');
    bound.web.serve('blog', 2);
    await bound.stub.tick(now, ['blog']);
    const rows = await bound.written();
    await bound.stub.feedStatuses(null, now);
    expect(await bound.written()).toBe(rows);
  });
});
