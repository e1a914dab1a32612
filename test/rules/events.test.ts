import { expect, test } from 'vitest';
import type { MessageType } from '../../worker/model.ts';
import { isWanted, unwantedTypes } from '../../worker/rules/events.ts';

const cases: readonly [MessageType, readonly string[] | null, boolean][] = [
  ['comment.created', null, true],
  ['comment.updated', null, false],
  ['destination.failing', null, true],
  ['comment.updated', ['comment.*'], true],
  ['comment.updated', ['comment.created'], false],
  ['comment.updated', ['comment.updated'], true],
  ['feed.gap', ['comment.*'], false],
  ['feed.gap', ['feed.*', 'comment.*'], true],
  ['feed.gap', [], false],
];

test.each(cases)('%s with events %j: %s', (type, events, wanted) => {
  expect(isWanted(type, events)).toBe(wanted);
});

test('the types that do not go are all others', () => {
  expect(unwantedTypes(null)).toEqual(['comment.updated']);
  expect(unwantedTypes(['comment.*', 'feed.*', 'destination.*'])).toEqual(['config.invalid']);
});
