import { env } from 'cloudflare:test';
import { expect, test } from 'vitest';
import type { Env } from '../../worker/env.ts';
import { type Dependencies, dependenciesOf } from '../../worker/outbox/dependencies.ts';
import { answered, created, OutboxHarness } from '../support/outbox.ts';

/** Whatever is asked of it, it never answers. */
const SILENT: unknown = new Proxy({}, { get: () => () => new Promise(() => undefined) });

/** Bindings of which some never answer, and dependencies that do not wait for them. */
function silent(...names: readonly (keyof Env)[]): Dependencies {
  const bindings: unknown = { ...env, ...Object.fromEntries(names.map((name) => [name, SILENT])) };
  return dependenciesOf(bindings as Env, 20);
}

const OTHER = new Map([['other', 'https://hooks.slack.com/services/T0/B0/x']]);

const NO_KV = { ok: false, reason: 'kv' };

test.each<[string, (deps: Dependencies) => Promise<unknown>, object]>([
  ['the destination', (deps) => deps.destination('a'), NO_KV],
  ['all destinations', (deps) => deps.destinations(), NO_KV],
  ['the marker', (deps) => deps.mark('a', 0), NO_KV],
])('KV that does not answer is not waited for: %s', async (_what, ask, failure) => {
  expect(await ask(silent('CONFIG', 'SEEN'))).toMatchObject(failure);
});

test('another Outbox that does not answer is not waited for', async () => {
  const namespace = { getByName: () => SILENT };
  const deps = dependenciesOf({ ...env, OUTBOX: namespace } as unknown as Env, 20);
  expect(await deps.offer('other', [])).toMatchObject({ ok: false, reason: 'outbox' });
});

test('another Outbox that does not answer holds up no delivery', async () => {
  const { offer } = dependenciesOf({ ...env, OUTBOX: { getByName: () => SILENT } } as unknown as Env, 20);
  const harness = await OutboxHarness.open(
    'silent-other',
    {},
    { offer, destinations: async () => ({ ok: true, value: OTHER }) },
  );
  harness.answer = () => answered(403);
  await harness.enqueue(created('a'));
  await harness.alarm();
  harness.answer = () => answered(204);
  await harness.enqueue(created('b'));
  await harness.pass(3_600_000);
  expect(harness.sent).toEqual(['a', 'a', 'b']);
});

test('KV that does not answer for the marker holds up no delivery', async () => {
  const { mark } = silent('SEEN');
  const harness = await OutboxHarness.open('silent-marker', {}, { mark });
  await harness.enqueue(created('a'));
  await harness.alarm();
  await harness.enqueue(created('b'));
  await harness.alarm();
  expect(harness.sent).toEqual(['a', 'b']);
});
