import type { CommentMessage } from '../destination/platform.ts';
import type { Answer, Happening, Message, Outgoing } from '../model.ts';
import { isUncertain, judge, type Outcome } from '../rules/attempt.ts';
import type { Desk } from './desk.ts';
import type { Waiting } from './line.ts';
import type { Parcel } from './parcel.ts';
import type { Target } from './target.ts';

/** A send and what it came to. `status`: HTTP's, where there was an answer; `duration` in ms. */
export type Sent = {
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly duration: number;
  /** Whether it may have arrived although no answer says so. */
  readonly uncertain: boolean;
};

/** Renders, signs and sends one parcel. What a platform throws on stops that parcel alone. */
export async function send({ world }: Desk, target: Target, parcel: Parcel): Promise<Sent> {
  const start = world.now();
  const request = await prepare(target, parcel, start);
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

async function prepare(target: Target, parcel: Parcel, now: number): Promise<Outgoing | null> {
  const { platform, secrets } = target;
  try {
    const request = render(target, parcel);
    if (request === null || platform.sign === undefined) return request;
    return await platform.sign(request, { id: parcel.id, timestamp: Math.floor(now / 1000), secrets });
  } catch {
    return null;
  }
}

function render({ platform, destination }: Target, { isRoundup, messages }: Parcel): Outgoing | null {
  const [first] = messages;
  if (!isRoundup) return platform.render(messageOf(first), destination.settings);
  const comments = messages.map(messageOf).filter(isOfComment);
  return platform.roundup?.(comments, destination.settings) ?? null;
}

function isOfComment(message: Message): message is CommentMessage {
  return message.type === 'comment.created' || message.type === 'comment.updated';
}

function messageOf({ id, body }: Waiting): Message {
  // Nobody but addMessage writes it; where it is gone, this throws.
  const happening: Happening = JSON.parse(body ?? '');
  return { id, ...happening };
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
