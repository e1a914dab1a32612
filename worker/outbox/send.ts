import type { OpenDestination } from '../config/destination.ts';
import type { Channel, DeliveryContext, Refs, Reply } from '../destination/channel.ts';
import type { Answer, Outgoing } from '../exchange.ts';
import { log } from '../io/log.ts';
import { deliveryIdOf } from '../message.ts';
import { isUncertain, judge, type Outcome } from '../rules/attempt.ts';
import type { OutboxContext, UnusableConfig } from './context.ts';
import { unusableConfig } from './destination-config.ts';
import { blank } from '../config/blank.ts';
import type { Batch } from './queue/batch.ts';
import { isOfComment, messageOf } from './queue/event.ts';
import { type Kept, learnedFrom, learnedOf, type Outdated, refsOf } from './store/receipts.ts';

/** Most repeats of a send in one claim, as `again` asks for them. */
const REPEATS = 2;

/** A send and its result. `status`: HTTP's, where there was an answer; `duration` in ms. */
export type SendRecord = {
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly duration: number;
  /** Last answer over HTTP: the time that it took, ms, and its beginning, without credentials; `null`: there was none. */
  readonly answer: { readonly ms: number; readonly text: string | null } | null;
  /** It may have arrived although no answer says so. */
  readonly uncertain: boolean;
  /** CONFIG's value is wrong, as the answer shows; the outcome is `untried` then. */
  readonly unusable: UnusableConfig | null;
  /** Requests that were made. */
  readonly requests: number;
  /** Facts to be kept about the place. */
  readonly kept: Kept;
};

/** Renders a batch and sends it, without what the platform asks to leave out. What a platform throws on stops that batch alone. */
export async function send(context: OutboxContext, destination: OpenDestination, batch: Batch): Promise<SendRecord> {
  const { sql, deps } = context;
  const { channel } = destination;
  const start = deps.now();
  let refs = refsOf(sql, channel, batch, start);
  let learned: string | null = null;
  let asked = start;
  const about = await circumstancesOf(batch, start);
  for (let requests = 1; ; requests++) {
    const known = learned ?? learnedOf(sql, channel.place);
    const request = await render(destination, batch, refs, { ...about, learned: known });
    if (request === null) return unrendered(channel, learned, requests - 1);
    const answer = await deps.post(request, channel.readsAnswer);
    const now = deps.now();
    const reply = answer.kind === 'answered' ? read(destination, answer, request) : SILENT;
    learned = learnedFrom(context, reply) ?? learned;
    const { verdict, receipt } = reply;
    noteSecondThread(context, destination, batch, refs, reply);
    if (verdict?.kind === 'again' && requests <= REPEATS) {
      refs = withoutRef(refs, verdict.without);
      asked = now;
      continue;
    }
    const sent = {
      status: answer.kind === 'answered' ? answer.status : null,
      duration: now - start,
      answer: answer.kind === 'answered' ? { ms: now - asked, text: shown(destination, answer, request) } : null,
      uncertain: isUncertain(answer),
      requests,
      kept: {
        place: channel.place,
        receipt,
        thread: receipt?.thread ?? refs.thread,
        learned,
        outdated: outdatedBy(channel, learned),
      },
    };
    if (verdict?.kind === 'config')
      return { ...sent, outcome: { kind: 'untried' }, unusable: unusableConfig(verdict.field, verdict.detail) };
    if (verdict?.kind === 'again')
      return { ...sent, outcome: { kind: 'refused', reason: 'it is asked for again and again' }, unusable: null };
    const wasUncertain = batch.messages.every(({ uncertain }) => uncertain === 1);
    return {
      ...sent,
      outcome: judge(answer, verdict, { family: destination.family, now, wasUncertain }),
      unusable: null,
    };
  }
}

/** Renders a batch as it would be sent now, and sends nothing; `null`: it cannot be. */
export async function renderNow(
  { sql, deps }: OutboxContext,
  destination: OpenDestination,
  batch: Batch,
): Promise<Outgoing | null> {
  const { channel } = destination;
  const now = deps.now();
  const about = { ...(await circumstancesOf(batch, now)), learned: learnedOf(sql, channel.place) };
  return render(destination, batch, refsOf(sql, channel, batch, now), about);
}

async function circumstancesOf(
  { id, replays, isDigest }: Batch,
  now: number,
): Promise<Omit<DeliveryContext, 'learned'>> {
  const deliveryId = await deliveryIdOf(id, replays);
  return { now, deliveryId, ...(isDigest ? ({ isDigest: true } as const) : {}) };
}

/** Record of a batch that its platform cannot render. */
function unrendered({ place }: Channel, learned: string | null, requests: number): SendRecord {
  const nothing = { status: null, duration: 0, answer: null, uncertain: false, unusable: null };
  const kept = { place, receipt: null, thread: null, learned, outdated: null };
  return { ...nothing, outcome: { kind: 'refused', reason: 'it could not be rendered' }, requests, kept };
}

/** Says that a post may have two threads: the answer to the message that was to open it was lost, and it was sent again. */
function noteSecondThread(
  { shownName }: OutboxContext,
  { channel }: OpenDestination,
  { feed, id, messages: [first], isDigest }: Batch,
  refs: Refs,
  { receipt }: Reply,
): void {
  const mayOpen = channel.threads && channel.knowsThreads !== true;
  const opens = mayOpen && !isDigest && first.post !== null && refs.thread === null;
  if (!opens || first.uncertain === 0 || receipt?.thread === null || receipt === null) return;
  log('thread.reopened', { destination: shownName, feed, message: id });
}

/** The beginning of an answer, for people: a stranger's text, in which the credentials that it repeats are blanked. */
function shown(destination: OpenDestination, { beginning }: Answer, request: Outgoing): string | null {
  if (beginning === undefined) return null;
  // What is made of a credential to be sent, as for HTTP Basic, is one as well.
  const authorization = Object.entries(request.headers).filter(([name]) => /^authorization$/i.test(name));
  return blank(
    beginning,
    destination,
    authorization.map(([, value]) => value),
  );
}

function outdatedBy({ outdated }: Channel, learned: string | null): Outdated | null {
  return learned === null ? null : (outdated?.(learned) ?? null);
}

function withoutRef(refs: Refs, name: keyof Refs): Refs {
  return { ...refs, [name]: null };
}

const SILENT: Reply = { verdict: null, receipt: null, learned: null };

async function render(
  { channel }: OpenDestination,
  { isRoundup, messages }: Batch,
  refs: Refs,
  about: DeliveryContext,
): Promise<Outgoing | null> {
  try {
    if (!isRoundup) return await channel.render(messageOf(messages[0]), refs, about);
    return (await channel.roundup?.(messages.map(messageOf).filter(isOfComment), refs, about)) ?? null;
  } catch {
    return null;
  }
}

function read({ channel }: OpenDestination, answer: Answer, request: Outgoing): Reply {
  try {
    return channel.read(answer, request);
  } catch {
    // An answer that its platform cannot read: the status decides.
    return SILENT;
  }
}
