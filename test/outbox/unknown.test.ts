import { describe, expect, test } from 'vitest';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import { created, HOUR, Scene, updated } from '../support/outbox.ts';

/** How CONFIG cannot say what a destination wants, and how it says so later. */
type Case = { readonly over: (scene: () => Scene) => Partial<Dependencies>; readonly mend: () => void };

function absent(): Case {
  let there = false;
  return {
    over: (scene) => ({ destination: async () => ({ ok: true, value: there ? scene().config : null }) }),
    mend: () => {
      there = true;
    },
  };
}

function unread(): Case {
  let answers = false;
  return {
    over: (scene) => ({
      destination: async () =>
        answers ? { ok: true, value: scene().config } : { ok: false, reason: 'kv', detail: '' },
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
async function knownLater(name: string, events: readonly string[], { over, mend }: Case): Promise<Scene> {
  const scene: Scene = await Scene.open(
    name,
    { events },
    over(() => scene),
  );
  await scene.enqueue(created('a'));
  await scene.enqueue(updated('a', 'c2'));
  mend();
  await scene.pass(HOUR);
  return scene;
}

describe.each([
  ['that CONFIG did not have at first', absent],
  ['that could not be read at first', unread],
  ['whose key was not set at first', unsigned],
])('a destination %s', (_what, begin) => {
  test('gets everything that it wants', async () => {
    const scene = await knownLater(`all-${begin.name}`, ['comment.*'], begin());
    expect(scene.sent).toEqual(['a', 'a']);
  });

  test('gets nothing that it does not want', async () => {
    const scene = await knownLater(`none-${begin.name}`, ['feed.*'], begin());
    expect(scene.sent).toEqual([]);
  });
});
