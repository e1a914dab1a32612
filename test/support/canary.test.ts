import { describe, expect, test } from 'vitest';
import { CANARY, leakIn } from './canary.ts';

const FINE = [
  '{"event":"feed.polled","feed":"kites","outcome":"failed","reason":"network","status":null,"ms":12}',
  '{"event":"message.sent","destination":"default","outcome":"failure","reason":"network error","state":"waiting"}',
  '{"event":"config.invalid","key":"feed:kites","field":"evry","reason":"unknown field"}',
];

describe('a leak is found', () => {
  test.each([
    { what: 'a planted secret', line: `{"event":"x","reason":"${CANARY}-signing-key"}` },
    { what: 'a destination’s URL', line: `{"event":"x","url":"http://127.0.0.1:1/${CANARY}/hook?token=${CANARY}"}` },
    { what: 'a destination’s host', line: '{"event":"x","host":"127.0.0.1:4711"}' },
    { what: 'a planted secret in capitals', line: CANARY.toUpperCase() },
    { what: 'a webhook’s secret', line: '{"event":"x","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}' },
    { what: 'a feed’s credentials, encoded', line: '{"event":"x","header":"Basic Y2FuYXJ5OnB3"}' },
    { what: 'a comment’s text', line: '{"event":"x","text":"Thought 12"}' },
    { what: 'a comment’s author', line: '{"event":"x","author":"Visitor 12"}' },
    { what: 'an exception', line: '{"event":"x","why":"TypeError: Cannot read properties of null"}' },
    { what: 'a stack', line: '    at Outbox.alarm (index.js:12:3)' },
  ])('where a line holds $what', ({ line }) => {
    expect(leakIn([...FINE, line, ...FINE], ['127.0.0.1:4711'])).toBe(line);
  });

  test('and none where lines hold names, counts and our own reasons', () => {
    expect(leakIn(FINE, ['127.0.0.1:4711'])).toBeUndefined();
  });
});
