import type { HttpRequest, SendResult } from '../../worker/exchange.ts';
import type { Chance } from './chance.ts';
import { DAY } from './time.ts';

/** Ways in which a receiver answers: with a status, or `-taken`: it has the message, and its answer never arrives. */
export const ANSWER_MODES = [
  'fine',
  'network',
  'network-taken',
  'timeout',
  'timeout-taken',
  'limit',
  'blocked',
  429,
  503,
  500,
  502,
  408,
  425,
  400,
  422,
  413,
  301,
  307,
  401,
  403,
  404,
  410,
] as const;
export type AnswerMode = (typeof ANSWER_MODES)[number];

/** One attempt, as the receiver saw it. */
export type Attempt = {
  readonly at: number;
  readonly id: string;
  readonly type: string;
  readonly feed: string | null;
  readonly number: number | null;
  readonly text: string | null;
  /** All comments that it shows, by number; a chat's roundup shows several. */
  readonly numbers: readonly number[];
  readonly body: string;
  readonly taken: boolean;
  readonly mode: AnswerMode;
};

const SHORT = ['0', '1', '40'];
const RETRY_AFTER = [...SHORT, '3600', '90000', 'Wed, 21 Oct 2015 07:28:00 GMT', 'soon'];

/** Receiver of a destination's messages. */
export class Receiver {
  readonly name: string;
  readonly url: string;
  /** A chat is told in words: which comment it is about is read in them, and which message it is cannot be. */
  readonly isChat: boolean;
  readonly attempts: Attempt[] = [];
  mode: AnswerMode | 'varying' = 'fine';
  /** The comment that its firewall does not like, and what it says then. */
  poison: { readonly number: number; readonly mode: AnswerMode } | null = null;
  /** It has asked to be left alone. */
  quiet: { readonly from: number; readonly until: number; readonly alarm: unknown } | null = null;
  /** Attempts at instants at which it was to be left alone. */
  readonly intrusions: Attempt[] = [];
  readonly #chance: Chance;

  constructor(name: string, isChat: boolean, chance: Chance) {
    this.name = name;
    this.isChat = isChat;
    this.url = isChat ? 'https://hooks.slack.com/services/T0/B0/hook-secret' : `https://${name}.example/hook-secret`;
    this.#chance = chance;
  }

  /** A request arrives, and is answered. */
  take(request: HttpRequest, now: number, alarm: unknown = null): SendResult {
    return this.#answer(
      this.#note(request, now, alarm, this.mode === 'varying' ? this.#chance.pick(ANSWER_MODES) : this.mode),
    );
  }

  /** A request that never arrives. */
  miss(request: HttpRequest, now: number, alarm: unknown = null): SendResult {
    return this.#answer(this.#note(request, now, alarm, 'network'));
  }

  #note(request: HttpRequest, now: number, alarm: unknown, usual: AnswerMode): AnswerMode {
    const { id = 'chat', type = 'chat', data } = JSON.parse(request.body);
    const shown = [...request.body.matchAll(/remark (\d+), wording \d+/g)];
    const [text = null, number] = shown[0] ?? [];
    const numbers = [...new Set(shown.map(([, one]) => Number(one)))];
    const isPoison = this.poison !== null && request.body.includes(`remark ${this.poison.number},`);
    const mode = isPoison && this.poison !== null ? this.poison.mode : usual;
    const isInPlace = request.url === this.url && (this.isChat || request.headers['webhook-id'] === id);
    const attempt: Attempt = {
      at: now,
      id: isInPlace ? id : 'astray',
      type,
      feed: data?.feed?.name ?? null,
      number: number === undefined ? null : Number(number),
      text,
      numbers,
      body: request.body,
      taken: mode === 'fine' || String(mode).endsWith('-taken'),
      mode,
    };
    this.attempts.push(attempt);
    const { from = now, until = now, alarm: heardIn = null } = this.quiet ?? {};
    // In the same alarm another message may still go, to find out whose fault it is.
    if (now > from && now < until && alarm !== heardIn) this.intrusions.push(attempt);
    return mode;
  }

  /** The Outbox has heard this answer: from then on it is to leave the receiver alone for as long as that says. */
  heard(answer: SendResult, at: number, alarm: unknown = null): void {
    // Who looks at a message and refuses it does not ask to be left alone.
    const refusals = this.isChat ? [400, 413, 422] : [413];
    const isAsked = answer.kind === 'answered' && !refusals.includes(answer.status);
    const seconds = isAsked ? Number(answer.retryAfter ?? 'none') : Number.NaN;
    this.quiet = seconds > 0 ? { from: at, until: at + Math.min(seconds * 1000, DAY), alarm } : null;
  }

  /** Messages that it has taken, each as it came first. */
  get first(): readonly Attempt[] {
    if (this.isChat) return this.attempts.filter(({ taken }) => taken);
    const ids = new Set<string>();
    return this.attempts.filter(({ id, taken }) => taken && !ids.has(id) && ids.add(id));
  }

  #answer(mode: AnswerMode): SendResult {
    if (mode === 'limit' || mode === 'blocked') return { kind: mode };
    if (mode === 'network' || mode === 'network-taken') return { kind: 'network' };
    if (mode === 'timeout' || mode === 'timeout-taken') return { kind: 'timeout' };
    if (mode === 'fine') {
      return { kind: 'answered', status: this.#chance.pick([200, 201, 204]), retryAfter: null, body: 'ok' };
    }
    // Nothing that is measured in hours, where what waits behind the poison is to be through in two.
    const retryAfter = this.#chance.odds(0.4) ? this.#chance.pick(this.poison === null ? RETRY_AFTER : SHORT) : null;
    return { kind: 'answered', status: mode, retryAfter, body: this.isChat ? 'invalid_payload' : 'boom' };
  }
}
