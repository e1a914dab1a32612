import { describe, expect, test } from 'vitest';
import { localPath, pathOf } from '../../../worker/admin/pages/answer.ts';
import { readLocalTime, relativeTime, timeAgo } from '../../../worker/admin/pages/time.ts';

describe('the way on after the sign-in', () => {
  test.each([
    ['/feeds/blog?q=x', '/feeds/blog?q=x'],
    ['/', '/'],
    [null, '/'],
    ['', '/'],
    ['feeds', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/..//evil.example', '/'],
    ['/.//evil.example', '/'],
    ['https://evil.example/', '/'],
    ['/a\r\nset-cookie: x', '/'],
  ])('%j leads to %j', (next, path) => {
    expect(localPath(next, 'https://earshot.example')).toBe(path);
  });
});

test('a path keeps its segments apart, and leaves out what is not given', () => {
  expect(pathOf(['feeds', 'a/b?c#d', 'comments', 'ü'], { q: 'x y', n: 0, none: null, empty: '' })).toBe(
    '/feeds/a%2Fb%3Fc%23d/comments/%C3%BC?q=x+y&n=0',
  );
  expect(pathOf([''], { done: 'deleted' })).toBe('/?done=deleted');
});

describe('times', () => {
  const now = Date.UTC(2026, 10, 26, 13, 5);
  test.each([
    [0, 'just now'],
    [-59_000, 'just now'],
    [59_000, 'in a moment'],
    [-3 * 60_000, '3 min ago'],
    [5 * 60_000, 'in 5 min'],
    [-3 * 3_600_000, '3 h ago'],
    [-3 * 86_400_000, '3 days ago'],
    [-40 * 86_400_000, '17 Oct 2026'],
  ])('%i ms from now is "%s"', (distance, words) => {
    expect(relativeTime(now + distance, { now, zone: 'Europe/Berlin' })).toBe(words);
  });

  test('the exact time in the reader’s zone is the title', () => {
    expect(String(timeAgo('2026-11-26T13:02:09.000Z', { now, zone: 'America/New_York' }))).toBe(
      '<time datetime="2026-11-26T13:02:09.000Z" title="26 Nov 2026, 08:02:09 GMT-5">3 min ago</time>',
    );
    expect(String(timeAgo(null, { now, zone: 'UTC' }, 'none yet'))).toBe('none yet');
  });

  test.each([
    ['2026-11-26T14:05', 'Europe/Berlin', '2026-11-26T13:05:00.000Z'],
    ['2026-07-01T00:00', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    // The night on which the clock is set forward, an hour before and after.
    ['2026-03-29T01:30', 'Europe/Berlin', '2026-03-29T00:30:00.000Z'],
    ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-11-26T14:05', 'UTC', '2026-11-26T14:05:00.000Z'],
    ['2026-13-45T14:05', 'UTC', null],
    ['yesterday', 'UTC', null],
  ])('%s in %s is %s', (local, zone, instant) => {
    expect(readLocalTime(local, zone)).toBe(instant);
  });
});
