import type { Answer, Happening } from '../model.ts';
import { isUncertain, judge, type Outcome } from '../rules/attempt.ts';
import type { Desk } from './desk.ts';
import type { Waiting } from './line.ts';
import type { Target } from './target.ts';

/** A send and what it came to. `status`: HTTP's, where there was an answer; `duration` in ms. */
export type Sent = {
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly duration: number;
  /** Whether it may have arrived although no answer says so. */
  readonly uncertain: boolean;
};

/** Renders, signs and sends one message. What a platform throws on stops that message alone. */
export async function send({ world }: Desk, target: Target, { id, body }: Waiting): Promise<Sent> {
  const start = world.now();
  const request = await prepare(target, id, body, start);
  if (request === null) {
    const outcome: Outcome = { kind: 'refused', reason: 'it could not be rendered' };
    return { outcome, status: null, duration: 0, uncertain: false };
  }
  const answer = await world.post(request);
  const now = world.now();
  return {
    outcome: judge(answer, target.platform.family, verdictOf(target, answer), now),
    status: answer.kind === 'answered' ? answer.status : null,
    duration: now - start,
    uncertain: isUncertain(answer),
  };
}

async function prepare({ destination, platform, secrets }: Target, id: string, body: string | null, now: number) {
  if (body === null) return null;
  try {
    // Nobody but addMessage writes it.
    const happening: Happening = JSON.parse(body);
    const request = platform.render({ id, ...happening }, destination.settings);
    if (platform.sign === undefined) return request;
    return await platform.sign(request, { id, timestamp: Math.floor(now / 1000), secrets });
  } catch {
    return null;
  }
}

function verdictOf({ platform }: Target, answer: Answer) {
  if (answer.kind !== 'answered') return null;
  try {
    return platform.verdict(answer);
  } catch {
    // An answer that its platform cannot read: the status decides.
    return null;
  }
}
