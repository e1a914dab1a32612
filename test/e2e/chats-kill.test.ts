import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Standing } from '../support/chats/standing.ts';
import { Chatting, linesOf, PLATFORMS, SAID, told } from '../support/chatting.ts';

let chats: Chatting;

beforeAll(async () => {
  chats = await Chatting.open();
  for (const said of SAID) await chats.sayKilled(said);
}, 120_000);
afterAll(() => chats.close());

/** Messages by what they tell, which an edit does not change, oldest first. */
function copies(messages: readonly Standing[]): ReadonlyMap<string, readonly Standing[]> {
  return Map.groupBy(messages, ({ says }) => (says.startsWith('edited') ? says : says.replace(', put right', '')));
}

/** Messages without those that were sent again later. */
function last(messages: readonly Standing[]): readonly Standing[] {
  const latest = new Set([...copies(messages).values()].map((same) => same.at(-1)));
  return messages.filter((message) => latest.has(message));
}

describe('the process is killed while each chat has taken a first comment, a later one and an edit, and has not answered', () => {
  test.each(PLATFORMS)('$type has all of it, in order and in its post’s thread', (platform) => {
    expect(linesOf(last(chats.standing(platform.type)))).toEqual(told(platform));
  });

  test.each(PLATFORMS)('$type has twice at most what it did not answer', ({ type, edits, knowsRepeats }) => {
    const repeated = [...copies(chats.standing(type))].flatMap(([says, same]) =>
      same.length === 1 ? [] : [`${same.length} times ${says}`],
    );
    const unanswered = ['Thought 1', 'Thought 4', ...(edits ? [] : ['edited a comment on · Thought 1, put right'])];
    expect(repeated).toEqual(knowsRepeats ? [] : unanswered.map((says) => `2 times ${says}`));
  });

  test.each(PLATFORMS)('of $type the log says if a post has two threads', ({ type, knowsThreads }) => {
    const threads = new Set(chats.standing(type).map(({ thread }) => thread));
    const reopened = chats.harness.earshot.logged('thread.reopened').filter(({ destination }) => destination === type);
    expect([threads.size, reopened.length]).toEqual(knowsThreads ? [3, 0] : [4, 1]);
  });
});
