import type { Actor } from './actor.ts';

/** One thing that happens inside an object. */
export type Step = { readonly actor: Actor; readonly act: () => Promise<void> | void };

/** Object in which something happens now. */
let playing: Actor | null = null;
let timer = 0;

/** Stand-ins for the timers of the platform: each belongs to the object that set it. */
export const timers = {
  setTimeout: (act: () => void, ms = 0): number => {
    timer += 1;
    playing?.timers.set(timer, { ms, act });
    return timer;
  },
  clearTimeout: (id: number): void => void playing?.timers.delete(id),
};

/** Lets steps happen one after another, each inside its object: an object's promises can be resolved nowhere else. */
export async function runSteps(actors: readonly Actor[], steps: Iterator<Step, void>): Promise<void> {
  const failures: unknown[] = [];
  let step = steps.next();
  const live = async (actor: Actor): Promise<void> => {
    while (!step.done) {
      if (step.value.actor !== actor) {
        await scheduler.wait(0);
        continue;
      }
      try {
        playing = actor;
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
