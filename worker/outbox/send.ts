import type { CommentMessage } from '../destination/platform.ts';
import type { SendResult, Outgoing, PlatformVerdict } from '../exchange.ts';
import type { Event, Message } from '../model.ts';
import { isUncertain, judge, type Outcome } from '../rules/attempt.ts';
import type { OutboxContext } from './context.ts';
import type { WaitingMessage } from './queue/queue.ts';
import type { Batch } from './queue/batch.ts';
import { problem, type ConfigProblem, type DestinationConfig } from './destination-config.ts';

/** A send and what it came to. `status`: HTTP's, where there was an answer; `duration` in ms. */
export type SendRecord = {
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly duration: number;
  /** It may have arrived although no answer says so. */
  readonly uncertain: boolean;
  /** CONFIG's value is wrong, as the answer shows; the outcome is `untried` then. */
  readonly problem: ConfigProblem | null;
};

/** Renders, signs and sends one parcel. What a platform throws on stops that parcel alone. */
export async function send({ deps }: OutboxContext, config: DestinationConfig, batch: Batch): Promise<SendRecord> {
  const start = deps.now();
  const request = await prepare(config, batch, start);
  if (request === null) {
    const outcome: Outcome = { kind: 'refused', reason: 'it could not be rendered' };
    return { outcome, status: null, duration: 0, uncertain: false, problem: null };
  }
  const answer = await deps.post(request, config.platform.readsAnswer);
  const now = deps.now();
  const sent = {
    status: answer.kind === 'answered' ? answer.status : null,
    duration: now - start,
    uncertain: isUncertain(answer),
  };
  const verdict = verdictOf(config, answer, request);
  if (verdict?.kind === 'config')
    return { ...sent, outcome: { kind: 'untried' }, problem: problem(verdict.field, verdict.detail) };
  const wasUncertain = batch.messages.every(({ uncertain }) => uncertain === 1);
  const outcome = judge(answer, verdict, { family: config.platform.family, now, wasUncertain });
  return { ...sent, outcome, problem: null };
}

async function prepare(config: DestinationConfig, batch: Batch, now: number): Promise<Outgoing | null> {
  const { platform, secrets } = config;
  try {
    const request = render(config, batch);
    if (request === null || platform.sign === undefined) return request;
    return await platform.sign(request, { id: batch.id, timestamp: Math.floor(now / 1000), secrets });
  } catch {
    return null;
  }
}

function render({ platform, destination }: DestinationConfig, { isRoundup, messages }: Batch): Outgoing | null {
  const [first] = messages;
  if (!isRoundup) return platform.render(messageOf(first), destination.settings);
  const comments = messages.map(messageOf).filter(isOfComment);
  return platform.roundup?.(comments, destination.settings) ?? null;
}

function isOfComment(message: Message): message is CommentMessage {
  return message.type === 'comment.created' || message.type === 'comment.updated';
}

function messageOf({ id, body }: WaitingMessage): Message {
  // Nobody but addMessage writes it; where it is gone, this throws.
  const happening: Event = JSON.parse(body ?? '');
  return { id, ...happening };
}

function verdictOf({ platform }: DestinationConfig, answer: SendResult, request: Outgoing): PlatformVerdict | null {
  if (answer.kind !== 'answered') return null;
  try {
    return platform.verdict(answer, request);
  } catch {
    // An answer that its platform cannot read: the status decides.
    return null;
  }
}
