import { expect, test } from 'vitest';
import { answered, created, HOUR, MINUTE, OK, OutboxHarness } from '../support/outbox.ts';

/** Two others, of which one never takes anything. */
async function withSilent(
  name: string,
): Promise<{ harness: OutboxHarness; keysOf: (to: string) => readonly string[] }> {
  const offered: [string, string][] = [];
  const harness = await OutboxHarness.open(
    name,
    {},
    {
      destinations: async () => ({
        ok: true,
        value: new Map([
          ['takes', 'https://takes.example/'],
          ['never', 'https://never.example/'],
        ]),
      }),
      offer: async (to, offers) => {
        for (const { event } of offers) offered.push([to, event.type]);
        return to === 'takes' ? { ok: true, value: null } : { ok: false, reason: 'outbox', detail: '' };
      },
    },
  );
  return { harness, keysOf: (to) => offered.flatMap(([other, type]) => (other === to ? [type] : [])) };
}

test('an Outbox that takes no notices keeps none from the others, each of which has each once', async () => {
  const { harness, keysOf } = await withSilent('one-silent');
  let down = true;
  harness.answer = () => (down ? answered(404) : OK);
  await harness.enqueue(created('a'));
  await harness.pass(5 * HOUR);
  down = false;
  await harness.pass(5 * HOUR);
  expect(keysOf('takes')).toEqual(['destination.failing', 'destination.recovered']);
});

test('notices that nobody takes are kept in a bounded number, and no recovered without its failing', async () => {
  const { harness } = await withSilent('bounded');
  for (let time = 0; time < 40; time++) {
    harness.answer = () => answered(404);
    await harness.enqueue(created(`n${time}`));
    await harness.pass(MINUTE);
    harness.answer = () => OK;
    await harness.pass(2 * HOUR);
  }
  const { notices, told: open } = await harness.inside(({ context }) => context.state);
  const list = notices?.list ?? [];
  expect(list.length).toBeLessThanOrEqual(20);
  expect(open).toEqual([]);
  const ofType = (type: string) => list.filter(({ event }) => event.type === `destination.${type}`).length;
  expect(ofType('recovered')).toBe(ofType('failing'));
});

test('recovered goes to those that heard of the failing, and to nobody else', async () => {
  const others = new Map([['heard', 'https://heard.example/']]);
  const harness = await OutboxHarness.open('hears', {}, { destinations: async () => ({ ok: true, value: others }) });
  harness.answer = () => answered(404);
  await harness.enqueue(created('a'));
  await harness.pass(HOUR);
  others.set('new', 'https://new.example/');
  harness.answer = () => OK;
  await harness.pass(2 * HOUR);
  expect(harness.offered.map(({ to, event }) => `${to} ${event.type}`)).toEqual([
    'heard destination.failing',
    'heard destination.recovered',
  ]);
});
