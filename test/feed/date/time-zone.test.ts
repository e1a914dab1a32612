import { expect, test } from 'vitest';
import { readDate } from '../../../worker/feed/date/date.ts';

test.for([
  ['Mon, 19 Feb 2007 23:25:36 America/Los_Angeles', '2007-02-20T07:25:36Z'],
  ['Thu, 19 Jul 2007 23:25:36 America/Los_Angeles', '2007-07-20T06:25:36Z'],
  ['2007-02-19T23:25:36 Europe/Berlin', '2007-02-19T22:25:36Z'],
  ['2007-02-19T23:25:36[Europe/Berlin]', '2007-02-19T22:25:36Z'],
  ['2007-02-19 23:25:36 America/Argentina/Buenos_Aires', '2007-02-20T02:25:36Z'],
  ['2007-02-19 23:25:36 US/Pacific', '2007-02-20T07:25:36Z'],
  ['2007-02-19 23:25:36 Asia/Kolkata', '2007-02-19T17:55:36Z'],
  ['2007-02-19 23:25:36 Etc/GMT+5', '2007-02-20T04:25:36Z'],
  ['Mon Feb 19 23:25:36 Asia/Tokyo 2007', '2007-02-19T14:25:36Z'],
  // An offset that stands beside the name is what counts.
  ['2007-02-19T23:25:36+02:00[Europe/Berlin]', '2007-02-19T21:25:36Z'],
  // The hour after clocks were put forward, and the hours around midnight of their zone.
  ['2007-03-25 03:00:00 Europe/Berlin', '2007-03-25T01:00:00Z'],
  ['2007-03-25 01:59:59 Europe/Berlin', '2007-03-25T00:59:59Z'],
  ['2007-01-01 00:00:00 Pacific/Auckland', '2006-12-31T11:00:00Z'],
  // No such zone: UTC, as any unknown one.
  ['2007-02-19 23:25:36 Moon/Tycho', '2007-02-19T23:25:36Z'],
] as const)('%s is %s', ([text, expected]) => {
  expect(readDate(text)).toBe(expected);
});
