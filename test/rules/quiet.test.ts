import { describe, expect, it } from 'vitest';
import type { Quiet } from '../../worker/model.ts';
import { openShare, quietUntil, readQuiet } from '../../worker/rules/quiet.ts';

const MINUTE = 60_000;

function quiet(text: string): Quiet {
  const read = readQuiet(text);
  if (read === null) throw new Error(`no quiet hours: ${text}`);
  return read;
}

/** End of the quiet hours at an instant, as ISO 8601; `null`: it is not quiet. */
function end(text: string, at: string): string | null {
  const until = quietUntil(quiet(text), Date.parse(at));
  return until === null ? null : new Date(until).toISOString().replace(':00.000Z', 'Z');
}

/** Number of quiet minutes between two instants. */
function minutes(text: string, from: string, to: string): number {
  let count = 0;
  for (let at = Date.parse(from); at < Date.parse(to); at += MINUTE) if (quietUntil(quiet(text), at) !== null) count++;
  return count;
}

describe('quiet hours', () => {
  it.each(['', '22:00', '22:00-24:00', '22-07', '22:00-22:00', '22:00 - 07:00', '22:00-07:00 Mars/Base', '7:00-8:00'])(
    'are none in %j',
    (text) => expect(readQuiet(text)).toBeNull(),
  );

  it.each([
    ['22:00-07:00 Europe/Berlin', '2026-11-26T20:59:59Z', null],
    ['22:00-07:00 Europe/Berlin', '2026-11-26T21:00:00Z', '2026-11-27T06:00Z'],
    ['22:00-07:00 Europe/Berlin', '2026-11-27T05:59:59Z', '2026-11-27T06:00Z'],
    ['22:00-07:00 Europe/Berlin', '2026-11-27T06:00:00Z', null],
    ['12:00-13:00', '2026-11-26T12:30:00Z', '2026-11-26T13:00Z'],
    ['12:00-13:00', '2026-11-26T13:00:00Z', null],
    ['20:00-00:00 Asia/Kolkata', '2026-11-26T18:00:00Z', '2026-11-26T18:30Z'],
    ['00:00-06:00 Pacific/Auckland', '2026-11-26T12:00:00Z', '2026-11-26T17:00Z'],
  ])('%s at %s end at %s', (text, at, until) => expect(end(text, at)).toBe(until));

  it('are an hour shorter in the night in which clocks are put forward, and an hour longer when they are put back', () => {
    expect(minutes('22:00-07:00 Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toBe(8 * 60);
    expect(minutes('22:00-07:00 Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toBe(10 * 60);
    expect(minutes('22:00-07:00 America/New_York', '2026-03-07T17:00:00Z', '2026-03-08T17:00:00Z')).toBe(8 * 60);
    expect(minutes('22:00-07:00 America/New_York', '2026-10-31T17:00:00Z', '2026-11-01T17:00:00Z')).toBe(10 * 60);
  });

  it('end at the change where their end is skipped, and begin there where their beginning is', () => {
    expect(end('22:00-02:30 Europe/Berlin', '2026-03-29T00:30:00Z')).toBe('2026-03-29T01:00Z');
    expect(minutes('22:00-02:30 Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toBe(4 * 60);
    expect(end('02:30-07:00 Europe/Berlin', '2026-03-29T00:59:59Z')).toBeNull();
    expect(end('02:30-07:00 Europe/Berlin', '2026-03-29T01:00:00Z')).toBe('2026-03-29T05:00Z');
  });

  it('are none on the day on which all of them is skipped', () => {
    expect(minutes('02:10-02:50 Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toBe(0);
    expect(minutes('02:10-02:50 Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-30T12:00:00Z')).toBe(40);
  });

  it('hold all of an hour that comes twice', () => {
    // 02:30 comes at 00:30 and at 01:30 UTC.
    expect(end('22:00-02:30 Europe/Berlin', '2026-10-25T00:45:00Z')).toBe('2026-10-25T01:30Z');
    expect(end('02:30-07:00 Europe/Berlin', '2026-10-25T00:30:00Z')).toBe('2026-10-25T06:00Z');
    expect(minutes('02:10-02:50 Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toBe(100);
  });

  it('end at what their end is by the clocks of that day, whatever zone changes at midnight', () => {
    // Beirut's clocks go from 24:00 to 01:00.
    expect(end('22:00-00:30 Asia/Beirut', '2026-03-28T21:00:00Z')).toBe('2026-03-28T22:00Z');
    expect(end('22:00-07:00 Asia/Beirut', '2026-03-28T22:00:00Z')).toBe('2026-03-29T04:00Z');
  });

  it.each([
    ['22:00-07:00', 15 / 24],
    ['12:00-13:00', 23 / 24],
    ['00:01-00:00', 1 / 1440],
  ])('%s leave a share of the day', (text, share) => expect(openShare(quiet(text))).toBeCloseTo(share));
});
