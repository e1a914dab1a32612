import type { Destination } from './destination.ts';
import type { Run } from './run.ts';
import { SECOND } from './time.ts';

/** Wakes an Outbox, as is done hourly. */
export function wake(destination: Destination): void {
  destination.actor.call('wake', async (outbox) => {
    await outbox.wake();
    // While it sends it sets none; that is done at the end, if it comes so far.
    const isSending = [...destination.actor.running].some(({ what }) => what === 'alarm');
    if (!isSending) destination.mayAlarmBeLost = false;
  });
}

/** As the runtime does: an alarm that throws, or whose object is reset, runs again, up to six times. */
export function ringIfDue(run: Run, destination: Destination): void {
  const { actor, ring } = destination;
  if (ring?.reply) {
    destination.ring = null;
    try {
      ring.reply();
      destination.thrown = 0;
    } catch {
      if (actor.alarm === null && destination.thrown < 6) actor.alarm = run.now + 2 * SECOND * 2 ** destination.thrown;
      else if (actor.alarm === null) destination.mayAlarmBeLost = true;
      destination.thrown = destination.thrown < 6 ? destination.thrown + 1 : 0;
    }
  }
  if (destination.ring !== null || actor.alarm === null || actor.alarm > run.now) return;
  actor.alarm = null;
  run.rings += 1;
  const repeat = { isRetry: destination.thrown > 0, retryCount: destination.thrown, scheduledTime: run.now };
  destination.ring = actor.call('alarm', (outbox) => outbox.alarm(repeat));
}

/** An alarm is dropped, or goes off while it runs. */
export function disturbAlarm({ chance }: Run, destination: Destination): void {
  if (chance.odds(0.5)) destination.actor.call('alarm', (outbox) => outbox.alarm());
  else {
    destination.actor.alarm = null;
    destination.mayAlarmBeLost = true;
  }
}
