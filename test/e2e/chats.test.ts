import { afterAll, beforeAll, expect, test } from 'vitest';
import { Chatting, linesOf, PLATFORMS, SAID, told } from '../support/chatting.ts';

let chats: Chatting;

beforeAll(async () => {
  chats = await Chatting.open();
  for (const said of SAID) await chats.say(said);
});
afterAll(() => chats.close());

test.each(PLATFORMS)('$type has each comment once, in order and in its post’s thread, and edits', (platform) => {
  expect(linesOf(chats.standing(platform.type))).toEqual(told(platform));
  expect(chats.taken(platform.type)).toBe(SAID.flat().length);
});
