import type { Answer, Outgoing } from '../../worker/model.ts';
import type { Chance } from './chance.ts';

/** How a receiver answers: with a status, or `-taken`: it has the message, and its answer never arrives. */
export const TEMPERS = [
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
export type Temper = (typeof TEMPERS)[number];

/** One attempt, as the receiver saw it. */
export type Attempt = {
  readonly at: number;
  readonly id: string;
  readonly type: string;
  readonly feed: string | null;
  readonly number: number | null;
  readonly text: string | null;
  readonly body: string;
  readonly taken: boolean;
  readonly temper: Temper;
};

const SHORT = ['0', '1', '40'];
const RETRY_AFTER = [...SHORT, '3600', '90000', 'Wed, 21 Oct 2015 07:28:00 GMT', 'soon'];

/** Where a destination's messages go. */
export class Receiver {
  readonly name: string;
  readonly url: string;
  /** A chat is told in words: which comment it is about is read in them, and which message it is cannot be. */
  readonly isChat: boolean;
  readonly attempts: Attempt[] = [];
  temper: Temper | 'moody' = 'fine';
  /** The comment that its firewall does not like, and what it says then. */
  poison: { readonly number: number; readonly temper: Temper } | null = null;
  readonly #chance: Chance;

  constructor(name: string, isChat: boolean, chance: Chance) {
    this.name = name;
    this.isChat = isChat;
    this.url = isChat ? 'https://hooks.slack.com/services/T0/B0/hook-secret' : `https://${name}.example/hook-secret`;
    this.#chance = chance;
  }

  /** A request arrives, and is answered. */
  take(request: Outgoing, now: number): Answer {
    return this.#answer(this.#note(request, now, this.temper === 'moody' ? this.#chance.pick(TEMPERS) : this.temper));
  }

  /** A request that never arrives. */
  miss(request: Outgoing, now: number): Answer {
    return this.#answer(this.#note(request, now, 'network'));
  }

  #note(request: Outgoing, now: number, mood: Temper): Temper {
    const { id = 'chat', type = 'chat', data } = JSON.parse(request.body);
    const [text = null, number] = /remark (\d+), wording \d+/.exec(request.body) ?? [];
    const isPoison = this.poison !== null && request.body.includes(`remark ${this.poison.number},`);
    const temper = isPoison && this.poison !== null ? this.poison.temper : mood;
    const isInPlace = request.url === this.url && (this.isChat || request.headers['webhook-id'] === id);
    this.attempts.push({
      at: now,
      id: isInPlace ? id : 'astray',
      type,
      feed: data?.feed?.name ?? null,
      number: number === undefined ? null : Number(number),
      text,
      body: request.body,
      taken: temper === 'fine' || String(temper).endsWith('-taken'),
      temper,
    });
    return temper;
  }

  /** What it has taken, each as it came first. */
  get first(): readonly Attempt[] {
    const ids = new Set<string>();
    return this.attempts.filter(({ id, taken }) => taken && !ids.has(id) && ids.add(id));
  }

  #answer(temper: Temper): Answer {
    if (temper === 'limit' || temper === 'blocked') return { kind: temper };
    if (temper === 'network' || temper === 'network-taken') return { kind: 'network' };
    if (temper === 'timeout' || temper === 'timeout-taken') return { kind: 'timeout' };
    if (temper === 'fine') {
      return { kind: 'answered', status: this.#chance.pick([200, 201, 204]), retryAfter: null, body: 'ok' };
    }
    // Nothing that is measured in hours, where what waits behind the poison is to be through in two.
    const retryAfter = this.#chance.odds(0.4) ? this.#chance.pick(this.poison === null ? RETRY_AFTER : SHORT) : null;
    return { kind: 'answered', status: temper, retryAfter, body: this.isChat ? 'invalid_payload' : 'boom' };
  }
}
