import { beforeEach, describe, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { comments, movableType, type Said } from '../support/feeds.ts';
import { EVENING, type Shard } from '../support/shard.ts';
import { shardOfTwo, URL } from './two.ts';

// The process dies after each single step of a tick: each request, row, transaction, call of an Outbox and put. Another
// object takes over with what was written until then.

let shard: Shard;

beforeEach(async () => {
  shard = await shardOfTwo();
});

type Feed = { readonly last: number; readonly edited?: readonly number[]; readonly first?: number };

/** The feed holds so many comments now, of which those were edited. */
function serve({ first = 1, last, edited = [] }: Feed): void {
  const said = comments(first, last, EVENING).map((one): Said => {
    return edited.includes(one.number) ? { ...one, html: `<p>Edited ${one.number}</p>` } : one;
  });
  shard.pages.set(URL, { body: movableType(said), etag: JSON.stringify({ first, last, edited }) });
}

type Case = {
  /** Contents of the feed at the tick that dies, and at the next. */
  readonly before: Feed | null;
  readonly dying: Feed;
  readonly next: Feed;
  readonly parts?: () => Shard['parts'];
};

/** Plays the case with the process killed after `steps` of the dying tick; `false`: it ended before that. */
async function killedAfter(steps: number, { before, dying, next }: Case): Promise<boolean> {
  shard = await shardOfTwo();
  if (before !== null) {
    serve(before);
    await shard.tick();
  }
  serve(dying);
  shard.process.revive();
  shard.process.dieAfter(steps);
  await shard.tick().catch(() => {});
  const isKilled = shard.process.done === steps;
  shard.process.revive();
  shard.restart();
  serve(next);
  for (let tick = 0; tick < 4; tick++) await shard.tick();
  return isKilled;
}

/** Plays it for each step, and checks each time. */
async function killedEverywhere(one: Case, check: () => void): Promise<number> {
  for (let steps = 0; ; steps++) {
    const isKilled = await killedAfter(steps, one);
    check();
    if (!isKilled) return steps;
  }
}

const created = (name: string) => lines(shard.box(name).accepted).filter((line) => line.startsWith('created'));
const notices = (name: string) => lines(shard.box(name).accepted).filter((line) => line.startsWith('feed.'));

describe('killed after each step', () => {
  test('of the first poll: what was there is held once, what comes is news, and the watch is told once', async () => {
    const steps = await killedEverywhere({ before: null, dying: { last: 3 }, next: { last: 5 } }, () => {
      for (const name of ['one', 'two']) {
        const [first, second, ...rest] = created(name);
        expect([first, second]).toEqual(['created 1 baseline', 'created 2 baseline']);
        // Where nothing had begun, the newest of five is what backfill asks for.
        expect([
          ['created 3', 'created 4', 'created 5'],
          ['created 3 baseline', 'created 4 baseline', 'created 5'],
        ]).toContainEqual(rest);
        expect(notices(name)).toEqual(['feed.watching']);
      }
      expect(created('one')).toEqual(created('two'));
    });
    expect(steps).toBeGreaterThan(5);
  });

  test('of a poll with news: nothing is lost, told under another id, or out of order', async () => {
    const steps = await killedEverywhere({ before: { last: 3 }, dying: { last: 5 }, next: { last: 6 } }, () => {
      for (const name of ['one', 'two']) {
        expect(created(name).slice(2)).toEqual(['created 3', 'created 4', 'created 5', 'created 6']);
        expect(notices(name)).toEqual(['feed.watching']);
      }
    });
    expect(steps).toBeGreaterThan(4);
  });

  test('of a poll with edits: both Outboxes hold in the end what the feed says', async () => {
    const one = { before: { last: 4 }, dying: { last: 5, edited: [2, 5] }, next: { last: 5, edited: [3, 5] } };
    await killedEverywhere(one, () => {
      for (const name of ['one', 'two']) {
        expect(shard.box(name).texts()).toEqual({
          1: 'Thought 1',
          2: 'Thought 2',
          3: 'Edited 3',
          4: 'Thought 4',
          5: 'Edited 5',
        });
        expect(created(name)).toHaveLength(5);
      }
    });
  });

  test('of a poll with an edit that is undone right after: both Outboxes hold in the end what the feed says', async () => {
    const one = { before: { last: 3 }, dying: { last: 3, edited: [1] }, next: { last: 3 } };
    await killedEverywhere(one, () => {
      for (const name of ['one', 'two']) expect(shard.box(name).texts()[1]).toBe('Thought 1');
    });
  });

  test('of a poll that sees a comment which is edited right after: both Outboxes hold the edit in the end', async () => {
    const one = { before: { last: 3 }, dying: { last: 4 }, next: { last: 4, edited: [4] } };
    await killedEverywhere(one, () => {
      for (const name of ['one', 'two']) {
        expect(shard.box(name).texts()[4]).toBe('Edited 4');
        expect(created(name)).toHaveLength(4);
      }
    });
  });

  test('of a poll that joins nothing: the gap is told once, and what there is is told', async () => {
    const one = { before: { last: 10 }, dying: { first: 21, last: 30 }, next: { first: 22, last: 31 } };
    await killedEverywhere(one, () => {
      for (const name of ['one', 'two']) {
        expect(notices(name).slice(0, 2)).toEqual(['feed.watching', 'feed.gap']);
        expect(new Set(notices(name)).size).toBe(2);
        expect(created(name).slice(-9)).toEqual(comments(23, 31).map(({ number }) => `created ${number}`));
      }
    });
  });
});

test('an edit that falls into a crash is found though the Outbox that had taken the comment refuses it meanwhile', async () => {
  serve({ last: 3 });
  await shard.tick();
  serve({ last: 4 });
  // Both take it over, and the process dies before that is remembered.
  shard.process.revive();
  shard.process.dieAfter(3);
  await shard.tick();
  expect(created('two')).toHaveLength(4);
  shard.process.revive();
  shard.restart();
  serve({ last: 4, edited: [4] });
  shard.parts = { enqueue: () => Promise.reject(new Error('refused')) };
  await shard.tick();
  shard.parts = {};
  for (let tick = 0; tick < 3; tick++) await shard.tick();
  for (const name of ['one', 'two']) expect(shard.box(name).texts()[4]).toBe('Edited 4');
});
