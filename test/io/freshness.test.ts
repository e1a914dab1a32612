import { expect, test } from 'vitest';
import { freshnessOf } from '../../worker/io/freshness.ts';

const date = 'Mon, 02 Nov 2026 12:00:00 GMT';
const later = 'Mon, 02 Nov 2026 12:20:00 GMT';

test.each<[string, Record<string, string>, number | null]>([
  ['nothing', {}, null],
  ['max-age', { 'cache-control': 'public, max-age=600' }, 600],
  ['max-age in quotes', { 'cache-control': 'MAX-AGE = "600"' }, 600],
  ['the age of shared caches alone', { 'cache-control': 's-maxage=600' }, null],
  ['max-age and an age', { 'cache-control': 'max-age=600', age: '250' }, 350],
  ['an age over max-age', { 'cache-control': 'max-age=600', age: '86400' }, 0],
  ['an age that is none', { 'cache-control': 'max-age=600', age: '-5' }, 600],
  ['several ages', { 'cache-control': 'max-age=600', age: '100, 500' }, 500],
  ['an age alone', { age: '100' }, null],
  ['Expires', { expires: later, date }, 1200],
  ['Expires and an age', { expires: later, date, age: '200' }, 1000],
  ['Expires beside max-age', { expires: later, date, 'cache-control': 'max-age=60' }, 60],
  ['Expires beside no-cache', { expires: later, date, 'cache-control': 'no-cache' }, null],
  ['Expires without the server’s own time', { expires: later }, null],
  ['Expires in the past', { expires: date, date: later }, 0],
  ['an Expires that is no date', { expires: '0', date }, 0],
  ['two Expires', { expires: `${later}, ${date}`, date }, 0],
  ['an Expires in ten years', { expires: 'Mon, 02 Nov 2036 12:00:00 GMT', date }, 315_619_200],
  ['a max-age beyond numbers', { 'cache-control': `max-age=${'9'.repeat(400)}`, age: '1' }, Infinity],
])('an answer with %s', (_case, headers, seconds) => {
  expect(freshnessOf(new Headers(headers))).toBe(seconds);
});
