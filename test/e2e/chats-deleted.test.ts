import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Threaded } from '../support/chats/standing.ts';
import { Chatting, PLATFORMS } from '../support/chatting.ts';

let chats: Chatting;
/** Names that the first post's threads had. */
const deleted = new Map<Threaded, string>();

/** Threads of the messages that say nothing but this. */
function threadsOf(type: Threaded, says: string): readonly string[] {
  return chats.standing(type).flatMap((message) => (message.says === says ? [message.thread] : []));
}

beforeAll(async () => {
  chats = await Chatting.open();
  await chats.say([
    { number: 1, post: 'kites' },
    { number: 2, post: 'lids' },
  ]);
  for (const { type } of PLATFORMS) {
    const [thread = ''] = threadsOf(type, 'Thought 1');
    deleted.set(type, thread);
    chats.deleteThread(type, thread);
  }
  await chats.say([
    { number: 3, post: 'kites' },
    { number: 4, post: 'kites' },
    { number: 5, post: 'lids' },
  ]);
});
afterAll(() => chats.close());

describe('a post’s thread has been deleted', () => {
  test.each(PLATFORMS)('$type has the next comments once each, in one new thread', ({ type }) => {
    const [next, after] = [threadsOf(type, 'Thought 3'), threadsOf(type, 'Thought 4')];
    expect(next).toHaveLength(1);
    expect(after).toEqual(next);
  });

  // A topic of Zulip’s is there again, with the post’s title.
  test.each(PLATFORMS.filter(({ type }) => type !== 'zulip'))(
    '$type has them in a thread of another name',
    ({ type }) => {
      expect(threadsOf(type, 'Thought 3')).not.toContain(deleted.get(type));
    },
  );

  test.each(PLATFORMS)('$type has those on another post in its own thread, as before', ({ type }) => {
    expect(threadsOf(type, 'Thought 5')).toEqual(threadsOf(type, 'Thought 2'));
  });

  test('the edit of a comment that was deleted with it is a message of its own in the new one', async () => {
    await chats.say([{ number: 1, post: 'kites', html: '<p>Thought 1, put right</p>' }]);
    for (const { type } of PLATFORMS) {
      const [thread] = threadsOf(type, 'Thought 3');
      expect([type, threadsOf(type, 'edited a comment on · Thought 1, put right')]).toEqual([type, [thread]]);
    }
  });
});
