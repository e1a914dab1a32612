import type { Actor } from './actor.ts';

/** One thing that happens inside an object. */
export type Step = { readonly actor: Actor; readonly act: () => Promise<void> | void };

/** Lets steps happen one after another, each inside its object: an object's promises can be resolved nowhere else. */
export async function play(actors: readonly Actor[], steps: Iterator<Step, void>): Promise<void> {
  const failures: unknown[] = [];
  let step = steps.next();
  const live = async (actor: Actor): Promise<void> => {
    while (!step.done) {
      if (step.value.actor !== actor) {
        await scheduler.wait(0);
        continue;
      }
      try {
        await step.value.act();
        step = steps.next();
      } catch (error) {
        failures.push(error);
        step = { done: true, value: undefined };
      }
    }
  };
  await Promise.all(actors.map((actor) => actor.inhabit(() => live(actor))));
  if (failures.length > 0) throw failures[0];
}
