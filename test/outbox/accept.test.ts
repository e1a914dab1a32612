import { describe, expect, test } from 'vitest';
import { messageId, nextRevision } from '../../worker/message.ts';
import { created, MINUTE, OutboxHarness, updated } from '../support/outbox.ts';

const ALL = { events: ['comment.*', 'feed.*'] };

/** Type, state and feed of each message, in the order in which they wait. */
async function line(harness: OutboxHarness) {
  return (await harness.rows()).map(({ type, state, feed }) => `${type.slice(8)} ${state} ${feed}`);
}

describe('a comment that came', () => {
  test('has the id that is a digest of its key and the destination’s name', async () => {
    const harness = await OutboxHarness.open('accept-id');
    expect(await harness.enqueue(created('a'))).toEqual([{ content: 'c1' }]);
    expect((await harness.rows()).map(({ id }) => id)).toEqual([await messageId('a', null, 'accept-id')]);
  });

  test('offered again by its feed is ignored, and answered with the content that is held', async () => {
    const harness = await OutboxHarness.open('accept-again');
    await harness.enqueue(created('a'));
    expect(await harness.enqueue(created('a', 'blog', 'c2'))).toEqual([{ content: 'c1' }]);
    await harness.pass(MINUTE);
    expect(await harness.enqueue(created('a', 'blog', 'c2'))).toEqual([{ content: 'c1' }]);
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['a']);
  });

  test('offered by another feed is ignored, and that feed has nothing to find', async () => {
    const harness = await OutboxHarness.open('accept-other', ALL);
    await harness.enqueue(created('a'));
    expect(await harness.enqueue(created('a', 'site', 'x'))).toEqual([{ content: 'x' }]);
    expect(await line(harness)).toEqual(['created waiting blog']);
  });

  test('offered twice in one call is one message', async () => {
    const harness = await OutboxHarness.open('accept-twice');
    await harness.enqueue(created('a'), created('a'));
    expect(await line(harness)).toEqual(['created waiting blog']);
  });

  test('offered by two at the same time is one message', async () => {
    const harness = await OutboxHarness.open('accept-race', ALL);
    await harness.inside((outbox) =>
      Promise.all([
        outbox.enqueue([created('a'), updated('a', 'c2')]),
        outbox.enqueue([created('a'), updated('a', 'c2'), updated('a', 'c3')]),
      ]),
    );
    expect(await line(harness)).toEqual(['created waiting blog', 'updated waiting blog', 'updated waiting blog']);
  });

  test('offered again costs no row', async () => {
    const harness = await OutboxHarness.open('accept-rows');
    await harness.enqueue(created('a'));
    const written = await harness.inside(async (outbox, { storage }) => {
      const before = storage.sql.exec('SELECT total_changes() AS n').one()['n'];
      await outbox.enqueue([created('a')]);
      return Number(storage.sql.exec('SELECT total_changes() AS n').one()['n']) - Number(before);
    });
    expect(written).toBe(0);
  });
});

describe('an edit', () => {
  test('is a message of its own, under an id of its revision', async () => {
    const harness = await OutboxHarness.open('edit', ALL);
    await harness.enqueue(created('a'));
    expect(await harness.enqueue(updated('a', 'c2'))).toEqual([{ content: 'c2' }]);
    const first = await nextRevision(null, 'c2');
    expect((await harness.rows()).map(({ id }) => id)).toEqual([
      await messageId('a', null, 'edit'),
      await messageId('a', first, 'edit'),
    ]);
  });

  test('back and forth is two', async () => {
    const harness = await OutboxHarness.open('edit-back', ALL);
    await harness.enqueue(created('a'));
    for (const content of ['c2', 'c1', 'c2']) await harness.enqueue(updated('a', content));
    expect((await harness.rows()).length).toBe(4);
    expect(new Set((await harness.rows()).map(({ id }) => id)).size).toBe(4);
  });

  test('has the id of the revision that it follows, though that came in the same call', async () => {
    const harness = await OutboxHarness.open('edit-chain', ALL);
    await harness.enqueue(created('a'), updated('a', 'c2'), updated('a', 'c3'), created('b'));
    const second = await nextRevision(await nextRevision(null, 'c2'), 'c3');
    expect((await harness.rows())[2]?.id).toBe(await messageId('a', second, 'edit-chain'));
    expect(await line(harness)).toEqual([
      'created waiting blog',
      'updated waiting blog',
      'updated waiting blog',
      'created waiting blog',
    ]);
  });

  test('offered again is ignored, in the same call as well', async () => {
    const harness = await OutboxHarness.open('edit-again', ALL);
    await harness.enqueue(created('a'), updated('a', 'c2'), updated('a', 'c2'));
    expect(await harness.enqueue(updated('a', 'c2'))).toEqual([{ content: 'c2' }]);
    expect((await harness.rows()).length).toBe(2);
  });

  test('that fell into a crash is found: the comment is answered with what is held', async () => {
    const harness = await OutboxHarness.open('edit-crash', ALL);
    await harness.enqueue(created('a'), updated('a', 'c2'));
    expect(await harness.enqueue(created('a', 'blog', 'c3'))).toEqual([{ content: 'c2' }]);
  });

  test('of a comment from before this Outbox is taken, and once', async () => {
    const harness = await OutboxHarness.open('edit-old', ALL);
    await harness.enqueue(updated('a', 'c2'));
    await harness.enqueue(updated('a', 'c2'), created('a', 'blog', 'c2'), created('a', 'site', 'c2'));
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['a']);
    expect(await harness.states()).toEqual({ delivered: 1, known: 1 });
  });
});

describe('what is held back', () => {
  test('stands in the log and is not sent', async () => {
    const harness = await OutboxHarness.open('held');
    await harness.enqueue(created('a', 'blog', 'c1', 'baseline'), created('b', 'blog', 'c1', 'filtered'), created('c'));
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['c']);
    expect(await harness.states()).toEqual({ baseline: 1, filtered: 1, delivered: 1 });
  });

  test('belongs to no feed: the first that offers it for sending has it, at the end of its line', async () => {
    const harness = await OutboxHarness.open('held-claimed');
    await harness.enqueue(created('a', 'blog', 'c1', 'baseline'), created('b', 'site'));
    expect(await harness.enqueue(created('a', 'site', 'x'))).toEqual([{ content: 'x' }]);
    expect(await harness.enqueue(created('a', 'blog', 'y'))).toEqual([{ content: 'y' }]);
    expect(await line(harness)).toEqual(['created waiting site', 'created waiting site']);
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['b', 'a']);
  });

  test('an edit of it is sent', async () => {
    const harness = await OutboxHarness.open('held-edited', ALL);
    await harness.enqueue(created('a', 'blog', 'c1', 'baseline'));
    await harness.enqueue(updated('a', 'c2'));
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['a']);
  });

  test('an edit that is held back changes nothing of what was told', async () => {
    const harness = await OutboxHarness.open('held-edit', ALL);
    await harness.enqueue(created('a'));
    expect(await harness.enqueue(updated('a', 'c2', 'blog', 'filtered'))).toEqual([{ content: 'c2' }]);
    await harness.enqueue(updated('a', 'c1'));
    expect(await line(harness)).toEqual(['created waiting blog', 'updated filtered blog']);
  });
});

describe('whatever CONFIG says', () => {
  test('what is offered is taken without a look at it', async () => {
    let reads = 0;
    const harness = await OutboxHarness.open('accept-all', null, {
      destination: async () => {
        reads++;
        return { ok: false, reason: 'kv', detail: '' };
      },
    });
    expect(await harness.enqueue(created('a'), updated('a', 'c2'))).toEqual([{ content: 'c1' }, { content: 'c2' }]);
    expect(await line(harness)).toEqual(['created waiting blog', 'updated waiting blog']);
    expect(reads).toBe(0);
  });

  test('what is offered is taken though KV never answers', async () => {
    const harness = await OutboxHarness.open('accept-hangs', null, { destination: () => new Promise(() => undefined) });
    expect(await harness.enqueue(created('a'))).toEqual([{ content: 'c1' }]);
  });

  test('an edit that is offered while edits are not wanted is found by whoever asks', async () => {
    const harness = await OutboxHarness.open('accept-unwanted');
    await harness.enqueue(created('a'), updated('a', 'c2'));
    await harness.pass(MINUTE);
    expect(await harness.enqueue(created('a', 'blog', 'c3'))).toEqual([{ content: 'c2' }]);
    expect(await line(harness)).toEqual(['created delivered blog', 'updated unwanted blog']);
  });
});
