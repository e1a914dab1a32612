import { beforeEach, expect, test } from 'vitest';
import type { Dependencies } from '../../worker/poller/dependencies.ts';
import { comments, movableType } from '../support/feeds.ts';
import type { Shard } from '../support/shard.ts';
import { crash, numbers, serve as serveOn, shardOfTwo, URL } from './two.ts';

let shard: Shard;

beforeEach(async () => {
  shard = await shardOfTwo();
});

const serve = (last: number) => serveOn(shard, last);

/** Another feed of the same comments. */
const CLUB = 'https://blog.example/club.atom';

function serveBoth(last: number): void {
  serve(last);
  const page = shard.pages.get(URL);
  if (page !== undefined) shard.pages.set(CLUB, page);
}

test('what rolls off the feed while a destination does not accept is kept for it', async () => {
  serve(3);
  await shard.tick();
  shard.parts = { enqueue: async (name, offers) => (name === 'one' ? crash() : shard.box(name).enqueue(offers)) };
  for (const last of [10, 16]) {
    shard.pages.set(URL, { body: movableType(comments(last - 7, last)) });
    await shard.tick();
  }
  shard.parts = {};
  await shard.tick();
  for (const name of ['one', 'two'])
    expect(numbers(shard.box(name).accepted)).toEqual(comments(1, 16).map(({ number }) => number));
});

test('what it is owed is overtaken by nothing, also where it accepts again in the middle of a tick', async () => {
  serve(3);
  await shard.tick();
  let refusals = 1;
  const refusesOnce: Dependencies['enqueue'] = async (name, offers) =>
    name === 'one' && refusals-- > 0 ? crash() : shard.box(name).enqueue(offers);
  shard.parts = { enqueue: refusesOnce };
  serve(5);
  await shard.tick();
  refusals = 1;
  serve(7);
  await shard.tick();
  await shard.tick();
  expect(numbers(shard.box('one').accepted)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('nor is the first part of a large poll by the next one', async () => {
  serve(1);
  await shard.tick();
  let refusals = 1;
  shard.parts = {
    enqueue: async (name, offers) => (name === 'one' && refusals-- > 0 ? crash() : shard.box(name).enqueue(offers)),
  };
  const long = comments(1, 60).map((one) => ({ ...one, html: `<p>${'word '.repeat(10_000)}</p>` }));
  shard.pages.set(URL, { body: movableType(long) });
  await shard.tick();
  await shard.tick();
  expect(numbers(shard.box('one').accepted)).toEqual(long.map(({ number }) => number));
});

test('an edit that fell into a crash is found when it is taken over, though another feed is owed the same comment', async () => {
  await shard.configure('club', { url: CLUB, to: ['one', 'two'] });
  serveBoth(3);
  await shard.tick();
  await shard.tick();
  // It had taken another wording in a poll that was cut off, and takes this one without an answer that arrives.
  shard.parts = {
    enqueue: async (name, offers) => {
      if (name === 'one') return shard.box(name).enqueue(offers);
      shard.box(name).enqueue(offers.map((offer) => ({ ...offer, content: offer.content && 'before' })));
      return crash();
    },
  };
  serveBoth(4);
  await shard.tick();
  shard.parts = {};
  await shard.tick();
  expect(numbers(shard.box('two').accepted, 'comment.updated')).toEqual([4]);
});
