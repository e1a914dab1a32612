import { describe, expect, test } from 'vitest';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import { created, HOUR, OutboxHarness, updated, entry } from '../support/outbox.ts';

/** States of CONFIG in which it does not say what a destination wants. */
type Case = { readonly over: (harness: () => OutboxHarness) => Partial<Dependencies>; readonly mend: () => void };

function absent(): Case {
  let there = false;
  return {
    over: (harness) => ({ destination: async () => ({ ok: true, value: there ? entry(harness().config) : null }) }),
    mend: () => {
      there = true;
    },
  };
}

function unread(): Case {
  let answers = false;
  return {
    over: (harness) => ({
      destination: async () =>
        answers ? { ok: true, value: entry(harness().config) } : { ok: false, reason: 'kv', detail: '' },
    }),
    mend: () => {
      answers = true;
    },
  };
}

function unsigned(): Case {
  let key: string | undefined;
  return {
    over: () => ({ secret: (name) => (name === 'SIGNING_KEY' ? key : undefined) }),
    mend: () => {
      key = 'k'.repeat(40);
    },
  };
}

/** A destination that is not known while a comment comes and is edited, and then is. */
async function knownLater(name: string, events: readonly string[], { over, mend }: Case): Promise<OutboxHarness> {
  const harness: OutboxHarness = await OutboxHarness.open(
    name,
    { events },
    over(() => harness),
  );
  await harness.enqueue(created('a'));
  await harness.enqueue(updated('a', 'c2'));
  mend();
  await harness.pass(HOUR);
  return harness;
}

describe.each([
  ['that CONFIG did not have at first', absent],
  ['that could not be read at first', unread],
  ['whose key was not set at first', unsigned],
])('a destination %s', (_what, begin) => {
  test('gets everything that it wants', async () => {
    const harness = await knownLater(`all-${begin.name}`, ['comment.*'], begin());
    expect(harness.sent).toEqual(['a', 'a']);
  });

  test('gets nothing that it does not want', async () => {
    const harness = await knownLater(`none-${begin.name}`, ['feed.*'], begin());
    expect(harness.sent).toEqual([]);
  });
});
