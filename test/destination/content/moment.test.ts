import { expect, it } from 'vitest';
import { moment } from '../../../worker/destination/content/moment.ts';

it('a time is said in UTC', () => {
  expect(moment('2007-02-19T23:25:36Z')).toBe('2007-02-19 23:25 UTC');
});
