import { expect, test, vi } from 'vitest';
import { edit, naming, of, openNaming, request, sent } from '../support/chat.ts';
import { answered, HOUR, MINUTE, OK, OutboxHarness, SECOND, updated, created } from '../support/outbox.ts';

/** Comments' texts, as the chat got them. */
function texts(harness: OutboxHarness) {
  return harness.posts.map((post) => /\b(?:c\d|first|second|third)\b/.exec(request(post).text)?.[0]);
}

test('of several edits that wait for a chat the last one goes, and the others stand in the log', async () => {
  const harness = await openNaming('superseded');
  await harness.enqueue(of('a'));
  await harness.pass(MINUTE);
  harness.answer = () => answered(503, '600');
  await harness.enqueue(of('b'));
  await harness.pass(SECOND);
  await harness.enqueue(edit('a', 'first'), edit('a', 'second'), edit('b', 'third'));
  harness.answer = naming(harness);
  await harness.pass(HOUR);
  expect(texts(harness).slice(-3)).toEqual(['c1', 'second', 'third']);
  expect(await harness.states()).toEqual({ delivered: 4, superseded: 1 });
  const [, , superseded] = await harness.rows();
  expect(superseded).toMatchObject({ state: 'superseded', reason: 'a later edit' });
});

test('a webhook gets every edit', async () => {
  const harness = await OutboxHarness.open('superseded-webhook', { events: ['comment.*'] });
  harness.answer = () => (harness.posts.length === 1 ? answered(503, '600') : OK);
  await harness.enqueue(created('a'));
  await harness.pass(SECOND);
  await harness.enqueue(updated('a', 'first'), updated('a', 'second'));
  await harness.pass(HOUR);
  expect(await harness.states()).toEqual({ delivered: 3 });
});

test('a superseded edit that is asked for goes', async () => {
  const harness = await openNaming('superseded-replayed');
  await harness.enqueue(of('a'));
  await harness.pass(MINUTE);
  await harness.enqueue(edit('a', 'first'), edit('a', 'second'));
  await harness.pass(MINUTE);
  const id = (await harness.rows()).find(({ state }) => state === 'superseded')?.id ?? '';
  await harness.inside((outbox) => outbox.replay({ ids: [id] }));
  await harness.pass(MINUTE);
  expect(sent(harness).map(([method]) => method)).toEqual(['POST', 'PATCH', 'PATCH']);
});

test('that a post may have two threads is said, where the answer to the one that opened it was lost', async () => {
  const lines = vi.spyOn(console, 'log');
  const harness = await openNaming('second-thread');
  const names = harness.answer;
  harness.answer = (post) => (harness.posts.length === 1 ? { kind: 'timeout' } : names(post));
  await harness.enqueue(of('a'));
  await harness.pass(MINUTE);
  expect(lines.mock.calls.flat().filter((line) => String(line).includes('thread.reopened'))).toHaveLength(1);
});
