import { expect, test, vi } from 'vitest';
import { CHUNK_BYTES, type Chunk } from '../../worker/poller/chunks.ts';
import { type OthersRead, OutboxCalls } from '../../worker/poller/outbox-calls.ts';
import type { Accepted, Offer } from '../../worker/rpc/offer.ts';
import { Shard } from '../support/shard.ts';

const signal = new AbortController().signal;

function chunkOf(feed: string, bytes = 1_000): Chunk {
  const event: Offer['event'] = {
    type: 'destination.test',
    timestamp: '',
    data: { destination: { name: feed, type: null }, feeds: [] },
  };
  return { offers: [{ key: feed, feed, content: null, hold: null, event }], bytes };
}

/** An Outbox that answers each call when the test says so, and calls to it. */
function slowOutbox(othersRead?: OthersRead) {
  const calls: { readonly feeds: readonly string[]; readonly end: () => void; readonly refuse: () => void }[] = [];
  const enqueue = (_name: string, offers: readonly Offer[]): Promise<readonly Accepted[]> => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly Accepted[]>();
    const feeds = offers.map(({ feed }) => feed);
    calls.push({
      feeds,
      end: () => resolve(feeds.map((feed) => ({ content: `of ${feed}` }))),
      refuse: () => reject(new Error('refused')),
    });
    return promise;
  };
  const outbox = new OutboxCalls(othersRead);
  const deps = { ...new Shard().deps(), enqueue };
  return { calls, offer: (chunk: Chunk, of = signal) => outbox.enqueue(deps, 'default', chunk, of) };
}

function full(): never {
  throw new Error('no room');
}

const answerOf = (feed: string) => [{ content: `of ${feed}` }];

test('chunks that are ready while a call is under way go in the next one, and each gets its own answers', async () => {
  const { calls, offer } = slowOutbox();
  const answers = ['a', 'b', 'c'].map((feed) => offer(chunkOf(feed)));
  calls[0]?.end();
  await vi.waitFor(() => expect(calls.map(({ feeds }) => feeds)).toEqual([['a'], ['b', 'c']]));
  calls[1]?.end();
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c'].map(answerOf));
});

test('no chunk counts as accepted before the call that it goes in has ended', async () => {
  const { calls, offer } = slowOutbox();
  const ended: string[] = [];
  const answers = ['a', 'b', 'c'].map((feed) => offer(chunkOf(feed)).then(() => ended.push(feed)));
  calls[0]?.end();
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  await answers[0];
  expect(ended).toEqual(['a']);
  calls[1]?.end();
  await Promise.all(answers);
  expect(ended).toEqual(['a', 'b', 'c']);
});

test('a chunk that the Outbox cannot take keeps back no other that goes with it', async () => {
  const { calls, offer } = slowOutbox();
  const answers = ['a', 'b', 'poison', 'c'].map((feed) => offer(chunkOf(feed)));
  calls[0]?.end();
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  calls[1]?.refuse();
  for (const [at, feed] of ['b', 'poison', 'c'].entries()) {
    await vi.waitFor(() => expect(calls[at + 2]?.feeds).toEqual([feed]));
    if (feed === 'poison') calls[at + 2]?.refuse();
    else calls[at + 2]?.end();
  }
  expect(await Promise.all(answers)).toEqual([answerOf('a'), answerOf('b'), null, answerOf('c')]);
});

test('what nobody waits for any more does not go', async () => {
  const { calls, offer } = slowOutbox();
  const over = new AbortController();
  const first = offer(chunkOf('a'));
  const given = offer(chunkOf('b'), over.signal);
  const last = offer(chunkOf('c'));
  over.abort();
  expect(await given).toBeNull();
  calls[0]?.end();
  await vi.waitFor(() => expect(calls[1]?.feeds).toEqual(['c']));
  calls[1]?.end();
  expect(await Promise.all([first, last])).toEqual([answerOf('a'), answerOf('c')]);
});

test('an Outbox that hangs is given up by all that wait for it, and is called again later', async () => {
  const calls: string[] = [];
  const deps = {
    ...new Shard().deps(),
    deadline: 30,
    enqueue: (_name: string, offers: readonly Offer[]) => {
      calls.push(offers.map(({ feed }) => feed).join());
      return calls.length === 1 ? new Promise<never>(() => {}) : Promise.resolve([{ content: 'taken' }]);
    },
  };
  const outbox = new OutboxCalls();
  const offer = (feed: string) => outbox.enqueue(deps, 'default', chunkOf(feed), signal);
  expect(await Promise.all(['a', 'b'].map(offer))).toEqual([null, null]);
  expect(await offer('c')).toEqual([{ content: 'taken' }]);
  expect(calls).toEqual(['a', 'c']);
});

test('no call has more than the bytes that an Outbox takes', async () => {
  const { calls, offer } = slowOutbox();
  const answers = ['a', 'b', 'c'].map((feed) => offer(chunkOf(feed, CHUNK_BYTES * 0.6)));
  for (const [at, feed] of ['a', 'b', 'c'].entries()) {
    await vi.waitFor(() => expect(calls[at]?.feeds).toEqual([feed]));
    calls[at]?.end();
  }
  await Promise.all(answers);
});

test('a chunk that may wait goes with those of feeds that are still being read', async () => {
  const { promise, resolve: areRead } = Promise.withResolvers<void>();
  const { calls, offer } = slowOutbox(() => promise);
  const first = offer({ ...chunkOf('a'), isPatient: true });
  const second = offer({ ...chunkOf('b'), isPatient: true });
  expect(calls).toEqual([]);
  areRead();
  await vi.waitFor(() => expect(calls.map(({ feeds }) => feeds)).toEqual([['a', 'b']]));
  calls[0]?.end();
  expect(await Promise.all([first, second])).toEqual([answerOf('a'), answerOf('b')]);
});

test('it does not wait for ever where feeds are read all the time, and one that may not goes at once', async () => {
  const { calls, offer } = slowOutbox(() => new Promise(() => {}));
  const patient = offer({ ...chunkOf('a'), isPatient: true });
  await vi.waitFor(() => expect(calls.map(({ feeds }) => feeds)).toEqual([['a']]));
  calls[0]?.end();
  await patient;
  const next = [offer({ ...chunkOf('b'), isPatient: true }), offer(chunkOf('c'))];
  await vi.waitFor(() => expect(calls[1]?.feeds).toEqual(['b', 'c']));
  calls[1]?.end();
  await Promise.all(next);
});

test('what has to be remembered before the chunks of a call go is committed for all of them right before it', async () => {
  const steps: string[] = [];
  const { calls, offer } = slowOutbox();
  const begin = (feed: string) => () => void steps.push(`${feed} before call ${calls.length + 1}`);
  const answers = ['a', 'b', 'c'].map((feed) => offer({ ...chunkOf(feed), begin: begin(feed) }));
  expect(steps).toEqual(['a before call 1']);
  calls[0]?.end();
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  expect(steps.slice(1)).toEqual(['b before call 2', 'c before call 2']);
  calls[1]?.end();
  await Promise.all(answers);
});

test('a chunk of which that cannot be committed does not go, and keeps back no other', async () => {
  const { calls, offer } = slowOutbox();
  const first = offer(chunkOf('a'));
  const second = offer({ ...chunkOf('b'), begin: full });
  const third = offer(chunkOf('c'));
  calls[0]?.end();
  expect(await second).toBeNull();
  await vi.waitFor(() => expect(calls.map(({ feeds }) => feeds)).toEqual([['a'], ['c']]));
  calls[1]?.end();
  expect(await Promise.all([first, third])).toEqual([answerOf('a'), answerOf('c')]);
});
