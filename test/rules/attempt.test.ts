import { describe, expect, test } from 'vitest';
import type { SendResult } from '../../worker/exchange.ts';
import { type CircuitVerdict, isUncertain, judge } from '../../worker/rules/attempt.ts';

const NOW = Date.parse('2030-01-01T00:00:00Z');

function answered(status: number, retryAfter: string | null = null): SendResult {
  return { kind: 'answered', status, retryAfter, body: '' };
}

function to(family: 'webhook' | 'chat', wasUncertain = false) {
  return { family, now: NOW, wasUncertain };
}

describe('a status means', () => {
  const cases: readonly [number, string | null, string, string][] = [
    // status, Retry-After, to a webhook, to a chat
    [200, null, 'delivered', 'delivered'],
    [202, null, 'delivered', 'delivered'],
    [204, null, 'delivered', 'delivered'],
    [299, null, 'delivered', 'delivered'],
    [301, null, 'broken', 'broken'],
    [302, null, 'broken', 'broken'],
    [304, null, 'broken', 'broken'],
    [307, null, 'broken', 'broken'],
    [308, null, 'broken', 'broken'],
    [400, null, 'failure', 'refused'],
    [401, null, 'broken', 'broken'],
    [402, null, 'broken', 'broken'],
    [403, null, 'broken', 'broken'],
    [404, null, 'broken', 'broken'],
    [405, null, 'broken', 'broken'],
    [408, null, 'failure', 'failure'],
    [410, null, 'broken', 'broken'],
    [413, null, 'refused', 'refused'],
    [415, null, 'broken', 'broken'],
    [422, null, 'failure', 'refused'],
    [425, null, 'failure', 'failure'],
    [429, null, 'slow-down', 'slow-down'],
    [429, '5', 'slow-down', 'slow-down'],
    [451, null, 'broken', 'broken'],
    [500, null, 'failure', 'failure'],
    [502, null, 'failure', 'failure'],
    [503, null, 'failure', 'failure'],
    [503, '5', 'slow-down', 'slow-down'],
    [504, null, 'failure', 'failure'],
    [599, null, 'failure', 'failure'],
    [100, null, 'broken', 'broken'],
    [600, null, 'failure', 'failure'],
  ];
  test.each(cases)('%i with Retry-After %s: webhook %s, chat %s', (status, retryAfter, webhook, chat) => {
    expect(judge(answered(status, retryAfter), null, to('webhook')).kind).toBe(webhook);
    expect(judge(answered(status, retryAfter), null, to('chat')).kind).toBe(chat);
  });
});

test.each(['webhook', 'chat'] as const)(
  '409 of a message that may have arrived before means that it has: %s',
  (family) => {
    expect(judge(answered(409), null, to(family, true))).toEqual({ kind: 'delivered' });
    expect(judge(answered(409), null, to(family)).kind).toBe('broken');
  },
);

describe('no answer means', () => {
  test.each([
    ['timeout', 'failure', true],
    ['network', 'failure', true],
    ['blocked', 'broken', false],
    ['limit', 'untried', false],
  ] as const)('%s: %s, and that it may have arrived: %s', (kind, outcome, uncertain) => {
    expect(judge({ kind }, null, to('webhook')).kind).toBe(outcome);
    expect(isUncertain({ kind })).toBe(uncertain);
  });

  test('an answer leaves nothing uncertain', () => {
    expect(isUncertain(answered(500))).toBe(false);
  });
});

describe('what a chat says in its body goes before its status', () => {
  const cases: readonly [number, CircuitVerdict, unknown][] = [
    [200, { kind: 'message', code: 'invalid_blocks' }, { kind: 'refused', reason: 'HTTP 200 invalid_blocks' }],
    [
      400,
      { kind: 'broken', code: 'invalid_token', probe: 'hourly' },
      { kind: 'broken', reason: 'HTTP 400 invalid_token', wait: null },
    ],
    [
      404,
      { kind: 'broken', code: '10015', probe: 'daily' },
      { kind: 'broken', reason: 'HTTP 404 10015', wait: 86_400_000 },
    ],
    [200, { kind: 'slow-down', wait: 7000 }, { kind: 'slow-down', reason: 'HTTP 200', wait: 7000 }],
    [429, { kind: 'slow-down', wait: 1e12 }, { kind: 'slow-down', reason: 'HTTP 429', wait: 86_400_000 }],
    [429, { kind: 'slow-down', wait: null }, { kind: 'slow-down', reason: 'HTTP 429', wait: null }],
    [500, { kind: 'delivered' }, { kind: 'delivered' }],
    [400, { kind: 'message', code: 'https://a.example/ <b>' }, { kind: 'refused', reason: 'HTTP 400' }],
  ];
  test.each(cases)('%i, %j: %j', (status, verdict, outcome) => {
    expect(judge(answered(status), verdict, to('chat'))).toEqual(outcome);
  });
});

describe('Retry-After', () => {
  test.each([
    ['120', 120_000],
    ['Tue, 01 Jan 2030 00:01:00 GMT', 60_000],
    ['0', null],
    ['Mon, 31 Dec 2029 23:00:00 GMT', null],
    ['soon', null],
    ['31536000', 86_400_000],
    [null, null],
  ])('%s is a wait of %s ms', (retryAfter, wait) => {
    expect(judge(answered(429, retryAfter), null, to('webhook'))).toMatchObject({ wait });
  });

  test('a failure has one as well', () => {
    expect(judge(answered(500, '120'), null, to('webhook'))).toMatchObject({ kind: 'failure', wait: 120_000 });
  });
});
