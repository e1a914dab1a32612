import { describe, expect, test } from 'vitest';
import { CHAT, comments, openChat, roundups } from '../support/chat.ts';
import { platforms } from '../../worker/destination/registry.ts';
import { threaded } from '../destination/threaded.ts';
import { answered, created, DAY, HOUR, MINUTE, OK, OutboxHarness, SECOND, updated } from '../support/outbox.ts';

const FILTER = { events: ['comment.*'], exclude: ['casino'] };

/** Comment, text and state of each message. */
async function states(harness: OutboxHarness) {
  return (await harness.rows()).map(({ state, reason }) => [state, reason]);
}

describe('a destination’s filter', () => {
  test('is judged at the send, and what it rejects stands in the log with its rule', async () => {
    const harness = await OutboxHarness.open('filter', FILTER);
    await harness.enqueue(
      created('a', 'blog', 'hello'),
      created('b', 'blog', 'CASINO now'),
      created('c', 'blog', 'bye'),
    );
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['a', 'c']);
    expect(await states(harness)).toEqual([
      ['delivered', null],
      ['filtered', 'exclude "casino"'],
      ['delivered', null],
    ]);
  });

  test('lets go what was asked for by hand', async () => {
    const harness = await OutboxHarness.open('filter-replay', FILTER);
    await harness.enqueue(created('a', 'blog', 'casino'));
    await harness.pass(MINUTE);
    const ids = (await harness.rows()).map(({ id }) => id);
    await harness.inside((outbox) => outbox.replay({ ids }));
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['a']);
  });

  test('judges an edit by its new text, and lets one go whose comment it held', async () => {
    const harness = await OutboxHarness.open('filter-edits', FILTER);
    await harness.enqueue(created('a', 'blog', 'casino'), created('b', 'blog', 'fine'));
    await harness.pass(MINUTE);
    await harness.enqueue(updated('a', 'mended'), updated('b', 'casino after all'));
    await harness.pass(MINUTE);
    expect((await states(harness)).map(([state]) => state)).toEqual(['filtered', 'delivered', 'delivered', 'filtered']);
  });

  test('lets an edit go as a comment that came where it held that, whatever `events` say of edits', async () => {
    const harness = await OutboxHarness.open('filter-edit-first', { exclude: ['casino'] });
    await harness.enqueue(created('a', 'blog', 'casino'), created('b', 'blog', 'fine'));
    await harness.pass(MINUTE);
    await harness.enqueue(updated('a', 'mended'), updated('b', 'finer'));
    await harness.pass(HOUR);
    await harness.enqueue(updated('a', 'mended again'));
    await harness.pass(HOUR);
    expect(harness.sent).toEqual(['b', 'a']);
    expect(harness.posts.map(({ body }) => JSON.parse(body).type)).toEqual(['comment.created', 'comment.created']);
    expect((await states(harness)).map(([state]) => state)).toEqual([
      'filtered',
      'delivered',
      'delivered',
      'unwanted',
      'unwanted',
    ]);
  });

  test('tells a comment first by the edit that passes, however many before it did not', async () => {
    const harness = await OutboxHarness.open('filter-edits-rejected', { exclude: ['casino'] });
    await harness.enqueue(created('a', 'blog', 'casino'));
    for (const text of ['casino one', 'casino two', 'mended']) {
      await harness.pass(HOUR);
      await harness.enqueue(updated('a', text));
    }
    await harness.pass(HOUR);
    expect(harness.posts.map(({ body }) => JSON.parse(body).type)).toEqual(['comment.created']);
    expect(harness.posts[0]?.body).toContain('mended');
  });

  test('sets nothing aside while CONFIG has just changed, so that a slip can be put right', async () => {
    const harness = await OutboxHarness.open('filter-slip', { events: ['comment.*'] });
    await harness.enqueue(created('a', 'blog', 'hello'));
    await harness.pass(MINUTE);
    harness.config = JSON.stringify({ url: 'https://hook.example/', events: ['comment.*'], exclude: ['e'] });
    await harness.pass(HOUR);
    await harness.enqueue(created('b', 'blog', 'hello'));
    await harness.pass(SECOND);
    expect(await harness.states()).toEqual({ delivered: 1, waiting: 1 });
    harness.config = JSON.stringify({ url: 'https://hook.example/', events: ['comment.*'] });
    await harness.pass(HOUR);
    expect(harness.sent).toEqual(['a', 'b']);
  });

  test('holds up nothing while a destination fails, and everything that passes arrives', async () => {
    const harness = await OutboxHarness.open('filter-outage', FILTER);
    harness.answer = () => (harness.posts.length < 6 ? answered(500) : OK);
    const texts = ['one', 'casino', 'two', 'casino', 'three', 'casino'];
    await harness.enqueue(...texts.map((text, at) => created(`c${at}`, `feed${at % 3}`, text)));
    await harness.pass(DAY);
    expect(await harness.states()).toEqual({ delivered: 3, filtered: 3 });
  });

  test('is judged of each comment of a roundup and of a digest', async () => {
    const roundup = await openChat('filter-roundup');
    roundup.config = JSON.stringify({ ...CHAT, exclude: ['blog5.'] });
    await roundup.enqueue(...comments(13));
    await roundup.pass(HOUR);
    expect(roundups(roundup)).toEqual([12]);
    expect(await roundup.states()).toEqual({ delivered: 12, filtered: 1 });
    const digest = await OutboxHarness.open(
      'filter-digest',
      { ...CHAT, digest: '6h', exclude: ['blog5.'] },
      { platforms: [...platforms, threaded] },
    );
    await digest.enqueue(...comments(13));
    await digest.pass(DAY);
    expect(roundups(digest)).toEqual([12]);
    expect(await digest.states()).toEqual({ delivered: 12, filtered: 1 });
  });

  test('an edit that it rejects supersedes none', async () => {
    const harness = await openChat('filter-superseded');
    harness.config = JSON.stringify({ ...CHAT, exclude: ['casino'] });
    await harness.enqueue(created('a'), updated('a', 'better'), updated('a', 'casino'));
    await harness.pass(HOUR);
    expect(await harness.states()).toEqual({ delivered: 2, filtered: 1 });
  });
});
