import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Offer } from '../../worker/rpc/offer.ts';
import { comments, movableType, type Said } from '../support/feeds.ts';
import { emptyKv, Shard } from '../support/shard.ts';

const URL = 'https://blog.example/comments.atom';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  await configure({ exclude: ['casino'] });
  await show(three);
});

const configure = (more: object = {}) =>
  env.CONFIG.put('feed:blog', JSON.stringify({ url: URL, every: '5m', ...more }));

const three = comments(1, 3);

/** The feed shows these comments at the next poll; gives what is offered then. */
async function show(said: readonly Said[], url = URL): Promise<readonly string[]> {
  shard.box().accepted.length = 0;
  shard.pages.set(url, { body: movableType(said) });
  await shard.tick();
  return told(shard.box().accepted);
}

/** The three that were there, and a fourth which says that. */
const fourth = (html: string): readonly Said[] => [...three, { number: 4, html }];

const told = (offers: readonly Offer[]) =>
  offers.map(({ event, hold, rule = null }) => {
    const id = 'comment' in event.data ? event.data.comment.id : '';
    return [event.type, id.split(':').at(-1) ?? '', hold, rule].filter(Boolean).join(' ');
  });

describe('a feed’s filter', () => {
  test('holds back what it rejects, with the rule, and lets the rest go', async () => {
    const five = [...fourth('My casino!'), { number: 5, html: 'Hello' }];
    expect(await show(five)).toEqual(['comment.created 4 filtered exclude "casino"', 'comment.created 5']);
    expect(await show([...five, { number: 6, author: 'Casino Royal' }])).toEqual([
      'comment.created 6 filtered exclude "casino"',
    ]);
  });

  test('lets only those go that it includes', async () => {
    await configure({ include: [{ field: 'author', is: 'ines' }, '=kite'] });
    const some = [
      { number: 4, author: 'Ines' },
      { number: 5, html: 'Kites' },
      { number: 6, html: 'A kite.' },
    ] as const;
    expect(await show([...three, ...some])).toEqual([
      'comment.created 4',
      'comment.created 5 filtered include: no rule matched',
      'comment.created 6',
    ]);
  });

  test('judges the newest ones that a first poll delivers, and not what that holds', async () => {
    await env.CONFIG.put(
      'feed:other',
      JSON.stringify({ url: 'https://other.example/', backfill: 2, exclude: ['casino'] }),
    );
    const said = [{ number: 2, html: 'casino' }, { number: 3, html: 'casino' }, { number: 4 }];
    shard.box().accepted.length = 0;
    shard.pages.set('https://other.example/', { body: movableType(said) });
    await shard.tick();
    expect(told(shard.box().accepted)).toEqual([
      'feed.watching',
      'comment.created 2 baseline',
      'comment.created 3 filtered exclude "casino"',
      'comment.created 4',
    ]);
  });

  test('does not bring back what it held when it changes', async () => {
    await show(fourth('casino'));
    await configure();
    expect(await show(fourth('casino'))).toEqual([]);
    expect(await show([...fourth('casino'), { number: 5, html: 'casino' }])).toEqual(['comment.created 5']);
  });

  test('does not judge notices', async () => {
    await configure({ include: ['nothing'] });
    expect(await show([...three, ...comments(4, 40)])).toContain('feed.imported');
  });
});

describe('an edit', () => {
  test('is judged by its new text', async () => {
    await show(fourth('Hello'));
    expect(await show(fourth('Hello, casino'))).toEqual(['comment.updated 4 filtered exclude "casino"']);
    expect(await show(fourth('Hello again'))).toEqual(['comment.updated 4']);
  });

  test('that passes where its comment was held goes as a new comment, and the next one as an edit', async () => {
    await show(fourth('casino'));
    expect(await show(fourth('a casino'))).toEqual(['comment.updated 4 filtered exclude "casino"']);
    expect(await show(fourth('Sorry, wrong blog'))).toEqual(['comment.created 4']);
    expect(await show(fourth('Sorry'))).toEqual(['comment.updated 4']);
  });

  test('of a comment that was held goes so also when the filter is gone, and after a restart', async () => {
    await show(fourth('casino'));
    await configure();
    shard.restart();
    expect(await show(fourth('a casino'))).toEqual(['comment.created 4']);
  });

  test('of what was there before the watch began is one', async () => {
    expect(await show([{ number: 1, html: 'casino' }, ...three.slice(1)])).toEqual([
      'comment.updated 1 filtered exclude "casino"',
    ]);
    expect(await show([{ number: 1, html: 'Hello' }, ...three.slice(1)])).toEqual(['comment.updated 1']);
  });
});

test('what an Outbox refused of it is owed with its rule', async () => {
  shard.parts = { enqueue: () => Promise.reject(new Error('No')) };
  await show(fourth('casino'));
  shard.parts = {};
  expect(await show(fourth('casino'))).toEqual(['comment.created 4 filtered exclude "casino"']);
});

/** Plays a tick with the process killed after so many steps, then others; `false`: it ended before that. */
async function killedAfter(
  steps: number,
  said: readonly Said[],
  then: () => Promise<void> = async () => {},
): Promise<boolean> {
  shard.box().accepted.length = 0;
  shard.pages.set(URL, { body: movableType(said) });
  shard.process.revive();
  shard.process.dieAfter(steps);
  await shard.tick().catch(() => {});
  const isKilled = shard.process.done === steps;
  shard.process.revive();
  shard.restart();
  await then();
  for (let tick = 0; tick < 3; tick++) await shard.tick();
  return isKilled;
}

/** Begins anew, with that in CONFIG. */
async function begin(more: object = {}): Promise<void> {
  await emptyKv();
  shard = new Shard();
  await configure({ exclude: ['casino'], ...more });
}

describe('killed after each step', () => {
  test('a first poll holds what the filter rejects, and delivers the rest once', async () => {
    const said = [...three, { number: 4, html: 'casino' }, { number: 5 }];
    for (let steps = 0, isKilled = true; isKilled; steps++) {
      await begin({ backfill: 2 });
      isKilled = await killedAfter(steps, said);
      expect(told(shard.box().accepted).slice(-2)).toEqual([
        'comment.created 4 filtered exclude "casino"',
        'comment.created 5',
      ]);
    }
  });

  test('a comment that passes by its edit goes once, as it reads then', async () => {
    for (let steps = 0, isKilled = true; isKilled; steps++) {
      await begin();
      await show(three);
      await show(fourth('casino'));
      isKilled = await killedAfter(steps, fourth('Hello'));
      expect(told(shard.box().accepted)).toEqual(['comment.created 4']);
      expect(shard.box().texts()).toEqual({ 4: 'Hello' });
    }
  });

  test('what the Outbox took before, and is rejected by now, is not sent', async () => {
    for (let steps = 0, isKilled = true; isKilled; steps++) {
      await begin();
      await show(three);
      const before = [...shard.box().accepted];
      isKilled = await killedAfter(steps, fourth('Hello'), async () => {
        shard.parts = { enqueue: () => Promise.reject(new Error('No')) };
        shard.pages.set(URL, { body: movableType(fourth('casino')) });
        await shard.tick();
        shard.parts = {};
      });
      const sent = [...before, ...shard.box().accepted].filter(({ hold }) => hold === null);
      expect(JSON.stringify(sent)).not.toContain('casino');
      expect(shard.box().texts()).toEqual({ 4: 'casino' });
    }
  });
});
