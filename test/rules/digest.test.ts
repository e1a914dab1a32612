import { describe, expect, it } from 'vitest';
import type { Digest } from '../../worker/model.ts';
import { lastCut, nextCut, readDigest } from '../../worker/rules/digest.ts';

const HOUR = 60 * 60_000;

function digest(text: string): Digest {
  const read = readDigest(text);
  if (read === null) throw new Error(`no digest: ${text}`);
  return read;
}

/** The cuts after one instant and up to another, as ISO 8601. */
function cuts(text: string, from: string, to: string): readonly string[] {
  const found: string[] = [];
  for (let at = nextCut(digest(text), Date.parse(from)); at <= Date.parse(to); at = nextCut(digest(text), at))
    found.push(new Date(at).toISOString().replace(':00.000Z', 'Z'));
  return found;
}

describe('the times of a digest', () => {
  it.each([
    '5h',
    '0h',
    '13h',
    '24h',
    '1d',
    '1d@24:00',
    '1d@9:00',
    'mon',
    'day@09:00',
    '1d@09:00 Mars/Base',
    '1h@09:00',
    '',
  ])('are none in %j', (text) => expect(readDigest(text)).toBeNull());

  it.each([
    ['6h', ['2026-11-26T06:00Z', '2026-11-26T12:00Z', '2026-11-26T18:00Z', '2026-11-27T00:00Z']],
    ['12h Asia/Kolkata', ['2026-11-26T06:30Z', '2026-11-26T18:30Z']],
    ['1d@09:00', ['2026-11-26T09:00Z']],
    ['1d@09:00 Europe/Berlin', ['2026-11-26T08:00Z']],
    ['1d@00:30 America/New_York', ['2026-11-26T05:30Z']],
    ['thu@09:00 Europe/Berlin', ['2026-11-26T08:00Z']],
    ['fri@09:00 Europe/Berlin', []],
    ['fri@07:00 Asia/Tokyo', ['2026-11-26T22:00Z']],
  ])('%s are cut on 26 November 2026 at %j', (text, expected) => {
    expect(cuts(text, '2026-11-26T00:00:00Z', '2026-11-27T00:00:00Z')).toEqual(expected);
  });

  it('run at the next time that exists where clocks are put forward', () => {
    expect(cuts('1d@02:30 Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-29T01:00Z',
      '2026-03-30T00:30Z',
    ]);
  });

  it('run once, at the first of two, where clocks are put back', () => {
    expect(cuts('1d@02:30 Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
    ]);
  });

  it.each([
    ['2026-03-28T22:00:00Z', '2026-03-29T03:00:00Z', 5],
    ['2026-10-24T21:00:00Z', '2026-10-25T04:00:00Z', 6],
  ])('hourly from %s to %s are %i, none of them twice', (from, to, count) => {
    const found = cuts('1h Europe/Berlin', from, to);
    expect(found).toHaveLength(count);
    expect(new Set(found).size).toBe(count);
  });

  it.each([
    '1h',
    '8h America/St_Johns',
    '1d@02:30 Europe/Berlin',
    'sun@02:00 America/New_York',
    'wed@23:59 Pacific/Apia',
  ])('%s: the last one is never after now, the next one always, with nothing between them', (text) => {
    for (let now = Date.parse('2026-01-01T00:00:00Z'); now < Date.parse('2027-01-01T00:00:00Z'); now += 53 * HOUR) {
      const [last, next] = [lastCut(digest(text), now), nextCut(digest(text), now)];
      expect(last).toBeLessThanOrEqual(now);
      expect(next).toBeGreaterThan(now);
      expect(nextCut(digest(text), last)).toBe(next);
      expect(lastCut(digest(text), next)).toBe(next);
    }
  });
});
