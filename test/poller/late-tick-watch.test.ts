import { env, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { LateTickWatch } from '../../worker/poller/late-tick-watch.ts';
import { Notes } from '../../worker/poller/store/notes.ts';
import { fullKv } from '../support/full-kv.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 23, 12);

/** A watch over an object's real storage; each call of `make` is another life of the object. */
async function inObject(name: string, check: (make: () => LateTickWatch, writes: () => number) => void): Promise<void> {
  await runInDurableObject(env.POLLER.getByName(name), (_object, { storage }) => {
    const entries = () => [...storage.kv.list()].length;
    check(() => new LateTickWatch(new Notes(storage.kv)), entries);
  });
}

test('the cron is late once three of its intervals have gone by since it ran', () =>
  inObject('memory', (make, written) => {
    const watch = make();
    watch.noteTick(NOW);
    expect(watch.isLate(NOW + 15 * MINUTE)).toBe(false);
    expect(watch.isLate(NOW + 16 * MINUTE)).toBe(true);
    watch.noteTick(NOW + 20 * MINUTE);
    expect(watch.isLate(NOW + 21 * MINUTE)).toBe(false);
    expect(written()).toBe(1);
  }));

test('what was found late stays so for the objects that come after', () =>
  inObject('remembered', (make) => {
    const watch = make();
    watch.noteTick(NOW);
    expect(watch.isLate(NOW + 180 * MINUTE)).toBe(true);
    expect(make().isLate(NOW + 181 * MINUTE)).toBe(true);
    make().noteTick(NOW + 182 * MINUTE);
    expect(make().isLate(NOW + 183 * MINUTE)).toBe(false);
  }));

test('what cannot be noted is told all the same', () =>
  runInDurableObject(env.POLLER.getByName('full'), (_object, { storage }) => {
    const watch = new LateTickWatch(new Notes(fullKv(storage.kv)));
    expect([watch.isLate(NOW), watch.isLate(NOW + 1)]).toEqual([false, false]);
  }));

test('an object that has forgotten when it ran knows of days of silence', () =>
  inObject('silence', (make) => {
    for (let tick = 0; tick < 300; tick++) make().noteTick(NOW + tick * 5 * MINUTE);
    const last = NOW + 299 * 5 * MINUTE;
    expect(make().isLate(last + 5 * MINUTE)).toBe(false);
    make().noteTick(last);
    expect(make().isLate(last + 25 * 60 * MINUTE)).toBe(true);
  }));

test('an object that has forgotten when it ran counts from when it was first asked, also over its next lives', () =>
  inObject('forgotten', (make, written) => {
    expect(make().isLate(NOW)).toBe(false);
    expect(make().isLate(NOW + 10 * MINUTE)).toBe(false);
    expect(make().isLate(NOW + 16 * MINUTE)).toBe(true);
    make().noteTick(NOW + 17 * MINUTE);
    expect(written()).toBe(1);
    expect(make().isLate(NOW + 20 * MINUTE)).toBe(false);
  }));

test('ticks that come late or twice do not turn it back', () =>
  inObject('order', (make) => {
    const watch = make();
    watch.noteTick(NOW);
    watch.noteTick(NOW - 30 * MINUTE);
    expect(watch.isLate(NOW + MINUTE)).toBe(false);
  }));

test('what is hourly is due once in an hour, and costs one row', () =>
  inObject('hourly', (make, written) => {
    expect(make().isHourDue(NOW + 5 * MINUTE)).toBe(true);
    // It is not done before it is noted.
    expect(make().isHourDue(NOW + 10 * MINUTE)).toBe(true);
    make().noteHour(NOW + 10 * MINUTE);
    for (let minute = 10; minute < 60; minute += 5) expect(make().isHourDue(NOW + minute * MINUTE)).toBe(false);
    expect(make().isHourDue(NOW + 60 * MINUTE)).toBe(true);
    // A late run of the hour before does not turn it back.
    make().noteHour(NOW + 60 * MINUTE);
    make().noteHour(NOW + 55 * MINUTE);
    expect(make().isHourDue(NOW + 65 * MINUTE)).toBe(false);
    expect(written()).toBe(1);
  }));
