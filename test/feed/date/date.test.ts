import { expect, test } from 'vitest';
import { readDate } from '../../../worker/feed/date/date.ts';

test.for([
  // RFC 3339, W3C-DTF, ISO 8601
  ['2007-02-19T23:25:36Z', '2007-02-19T23:25:36Z'],
  ['2007-02-19T23:25:36.789+01:00', '2007-02-19T22:25:36.789Z'],
  ['2007-02-19 23:25:36 -0530', '2007-02-20T04:55:36Z'],
  ['2007-02-19T23:25', '2007-02-19T23:25:00Z'],
  ['2007-02-19', '2007-02-19T00:00:00Z'],
  ['2007-02', '2007-02-01T00:00:00Z'],
  ['2007', '2007-01-01T00:00:00Z'],
  ['20070219T232536Z', '2007-02-19T23:25:36Z'],
  ['2004-366', '2004-12-31T00:00:00Z'],
  ['2009-W01-1', '2008-12-29T00:00:00Z'],
  ['07-02-19', '2007-02-19T00:00:00Z'],
  ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
  ['2007-02-19T23:25:36,5Z', '2007-02-19T23:25:36.500Z'],
  ['2007-2-19T3:5:6Z', '2007-02-19T03:05:06Z'],
  ['20070219232536', '2007-02-19T23:25:36Z'],
  ['2007-02-19T23:25:36+01:00[Europe/Berlin][u-ca=gregory]', '2007-02-19T22:25:36Z'],
  ['2007-02-19T23:25:36GMT+2', '2007-02-19T21:25:36Z'],
  ['2016-12-31T24:00:00Z', '2017-01-01T00:00:00Z'],
  // RFC 822 and what is near it
  ['Mon, 19 Feb 2007 23:25:36 GMT', '2007-02-19T23:25:36Z'],
  ['19 Feb 07 23:25 EST', '2007-02-20T04:25:00Z'],
  ['Monday, 19-Feb-07 23:25:36 PDT', '2007-02-20T06:25:36Z'],
  ['Mon, 19 Feb 1999 23:25:36 +0100 (CET)', '1999-02-19T22:25:36Z'],
  ['Fri, 05 Feb 50 00:00:00 GMT', '1950-02-05T00:00:00Z'],
  ['Mon, 19 Feb 2007 23:25:36 XYZ', '2007-02-19T23:25:36Z'],
  ['Mon, 19 Feb 2007 11:25 pm', '2007-02-19T23:25:00Z'],
  ['February 19, 2007 12:05 AM', '2007-02-19T00:05:00Z'],
  ['Mon Feb 19 23:25:36 2007', '2007-02-19T23:25:36Z'],
  ['2/19/2007 23:25', '2007-02-19T23:25:00Z'],
  ['19.02.2007', '2007-02-19T00:00:00Z'],
  // Unix time, in seconds and milliseconds
  ['1171927536', '2007-02-19T23:25:36Z'],
  ['1171927536789', '2007-02-19T23:25:36.789Z'],
  // Other languages
  ['lun., 19 févr. 2007 23:25:36 +0100', '2007-02-19T22:25:36Z'],
  ['Mo, 19 März 2007 10:00:00 GMT', '2007-03-19T10:00:00Z'],
  ['19 мая 2007 г. 10:00', '2007-05-19T10:00:00Z'],
  ['Δευ, 19 Φεβ 2007 10:00:00 EET', '2007-02-19T08:00:00Z'],
  ['2007年2月19日 23:25:36', '2007-02-19T23:25:36Z'],
  ['2007년 02월 19일 오후 11:25:36', '2007-02-19T14:25:36Z'],
  ['2007-február-19T9:15-05:00', '2007-02-19T14:15:00Z'],
  ['٢٠٠٧-٠٢-١٩ ٢٣:٢٥:٣٦', '2007-02-19T23:25:36Z'],
  ['۲۰۰۷-۰۲-۱۹T۲۳:۲۵:۳۶Z', '2007-02-19T23:25:36Z'],
] as const)('%s is %s', ([text, expected]) => {
  expect(readDate(text)).toBe(expected);
});

test.for([
  null,
  '',
  'yesterday',
  '10:00',
  '2007-02-30T10:00:00Z',
  '2007-13-01',
  '2007-02-19T25:00:00Z',
  '2007-02-19T10:61:00Z',
  '2007-02-19T10:00:00+99:00',
  '2007-02-19T10:00:00Zulu2',
  '2005-366',
  '2005-W53',
  'Mon, 31 Feb 2007 10:00:00 GMT',
  'Mon, 30 Nov -0001 00:00:00 +0000',
  '0000-00-00T00:00:00Z',
  '0001-01-01T00:00:00',
  '117192753',
  // Years of other calendars
  '1405-08-10T09:00:00Z',
  '۱۴۰۵-۰۸-۱۰T۱۰:۰۰:۰۰Z',
  '1448-05-20T09:00:00Z',
  '2569-11-01T11:00:00+07:00',
  '1 Nov 2569 11:00',
  '5787-08-21',
  '9'.repeat(1000),
] as const)('%s is no date', (text) => {
  expect(readDate(text)).toBeNull();
});

const LANGUAGES =
  'en fr de es it pt nl sv da nb fi is pl cs sk hu ro bg sr sl lt lv et id ca gl tr uk ru mk el sr-Latn bs af';

test.for(LANGUAGES.split(' '))('months are read in the language %s', (language) => {
  for (const style of ['long', 'short'] as const) {
    for (const options of [{ month: style, day: 'numeric' }, { month: style }] as const) {
      const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
      for (let month = 0; month < 12; month++) {
        const day = new Date(Date.UTC(2007, month, 19));
        const name = format.formatToParts(day).find(({ type }) => type === 'month')?.value ?? '';
        // Some languages count their months, and Catalan has an abbreviation of two letters.
        if (/^\d|ag\.$/.test(name)) continue;
        expect(readDate(`19 ${name} 2007`)).toBe(day.toISOString().replace('.000', ''));
      }
    }
  }
});
