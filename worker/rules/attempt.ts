import type { Answer, SendResult, PlatformVerdict } from '../exchange.ts';
import { retryAfterInstant } from './schedule.ts';

/** Outcome of one attempt. `wait`: time for which the destination asked to be left alone, ms. `reason` is for the log. */
export type Outcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'slow-down'; readonly reason: string; readonly wait: number | null }
  /** The destination fails for now. */
  | { readonly kind: 'failure'; readonly reason: string; readonly wait: number | null }
  /** It will fail until a person does something. */
  | { readonly kind: 'broken'; readonly reason: string; readonly wait: number | null }
  /** It will never take this message, and may take the next. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nothing was sent. */
  | { readonly kind: 'untried' };

/** Statuses that speak of the moment. 5xx do as well. https://www.rfc-editor.org/rfc/rfc9110#section-15.5 */
const PASSING = new Set([408, 425]);

/** Statuses by which a chat refuses one message: malformed, too large, not understood. */
const CHAT_REFUSES = new Set([400, 413, 422]);

/** The same statuses from a receiver of one's own tell of a deployed bug, but for the one that speaks of size. */
const WEBHOOK_REFUSES = new Set([413]);
const WEBHOOK_FAILS = new Set([400, 422]);

const DAY = 24 * 60 * 60_000;

/** A code goes into logs and messages: nothing but a code does. */
const CODE = /^[\w.:-]{1,64}$/;

/** A verdict that ends a send, and is for the circuit to know. */
export type CircuitVerdict = Exclude<PlatformVerdict, { readonly kind: 'config' | 'again' }>;

/** Circumstances of a send. */
export type Sending = {
  readonly family: 'webhook' | 'chat';
  readonly now: number;
  /** The message was sent before, and may have arrived then. */
  readonly wasUncertain: boolean;
};

/** Judges a send. `verdict`: the platform's own reading of the answer; `null`: the status decides. */
export function judge(answer: SendResult, verdict: CircuitVerdict | null, sending: Sending): Outcome {
  switch (answer.kind) {
    case 'answered':
      return verdict === null ? judgeStatus(answer, sending) : judgeVerdict(answer, verdict, sending.now);
    case 'timeout':
      return { kind: 'failure', reason: 'timeout', wait: null };
    case 'network':
      return { kind: 'failure', reason: 'network error', wait: null };
    case 'blocked':
      return { kind: 'broken', reason: 'the address is not allowed', wait: null };
    case 'limit':
      return { kind: 'untried' };
    default:
      return answer satisfies never;
  }
}

/** True if the message may have arrived although no answer says so. */
export function isUncertain(answer: SendResult): boolean {
  return answer.kind === 'timeout' || answer.kind === 'network';
}

function judgeStatus(answer: Answer, { family, now, wasUncertain }: Sending): Outcome {
  const { status, retryAfter } = answer;
  const reason = `HTTP ${status}`;
  const wait = waitOf(retryAfter, now);
  const refuses = family === 'chat' ? CHAT_REFUSES : WEBHOOK_REFUSES;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  // The receiver has it: of the send before only the answer was lost. https://www.rfc-editor.org/rfc/rfc9110#section-15.5.10
  if (status === 409 && wasUncertain) return { kind: 'delivered' };
  if (status === 429 || (status === 503 && retryAfter !== null)) return { kind: 'slow-down', reason, wait };
  if (refuses.has(status)) return { kind: 'refused', reason };
  if (status >= 500 || PASSING.has(status)) return { kind: 'failure', reason, wait };
  if (family === 'webhook' && WEBHOOK_FAILS.has(status)) return { kind: 'failure', reason, wait };
  return { kind: 'broken', reason, wait };
}

function judgeVerdict(answer: Answer, verdict: CircuitVerdict, now: number): Outcome {
  switch (verdict.kind) {
    case 'delivered':
      return { kind: 'delivered' };
    case 'slow-down':
      return {
        kind: 'slow-down',
        reason: `HTTP ${answer.status}`,
        wait: askedBy(answer, verdict.wait, now),
      };
    case 'message':
      return { kind: 'refused', reason: reasonOf(answer, verdict.code) };
    case 'broken':
      return { kind: 'broken', reason: reasonOf(answer, verdict.code), wait: probeWait(answer, verdict.probe, now) };
    default:
      return verdict satisfies never;
  }
}

/** Wait that a body asks for, else a header; neither is believed for more than a day. */
function askedBy({ retryAfter }: Answer, wait: number | null, now: number): number | null {
  return wait === null ? waitOf(retryAfter, now) : Math.min(wait, DAY);
}

function probeWait({ retryAfter }: Answer, probe: 'hourly' | 'daily', now: number): number | null {
  const asked = waitOf(retryAfter, now);
  return probe === 'hourly' ? asked : Math.max(asked ?? 0, DAY);
}

function reasonOf({ status }: Answer, code: string): string {
  return CODE.test(code) ? `HTTP ${status} ${code}` : `HTTP ${status}`;
}

function waitOf(retryAfter: string | null, now: number): number | null {
  const instant = retryAfterInstant(retryAfter, now);
  return instant === null ? null : instant - now;
}
