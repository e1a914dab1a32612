import { env } from 'cloudflare:test';
import type { Offer } from '../../worker/rpc/offer.ts';
import { Outbox } from '../../worker/outbox/outbox.ts';
import { Actor, stubOf } from './actor.ts';
import type { Call } from './call.ts';
import { Receiver } from './receiver.ts';
import type { Run } from './run.ts';
import { outboxDeps } from './outbox-deps.ts';

/** An offer that an Outbox has accepted. */
export type Acceptance = {
  readonly at: number;
  readonly key: string;
  readonly feed: string;
  /** The feed, or the key in CONFIG. */
  readonly about: string;
  readonly type: string;
  readonly number: number | null;
  readonly text: string | null;
  readonly hold: Offer['hold'];
  /** Of a notice, ms. */
  readonly since: number | null;
};

/** A destination as CONFIG may have it: the most sends in a minute, and what is wanted (`null`: all but edits). */
export type Setting = { readonly pace: string; readonly perMinute: number; readonly events: readonly string[] | null };

const PACES = [
  { pace: '600/s', perMinute: 36_000 },
  { pace: '600/s', perMinute: 36_000 },
  { pace: '30/m', perMinute: 30 },
];
const EDITS = ['comment.*', 'feed.*', 'destination.*', 'config.*'];
const EVENTS = [EDITS, EDITS, null, ['comment.created'], ['destination.*']];

/** A destination: the Outbox, who receives, and what was accepted for it. */
export type Destination = {
  readonly name: string;
  readonly actor: Actor<Outbox>;
  readonly receiver: Receiver;
  /** Settings so far, each with the instant at which it was put into CONFIG, the one in force last. */
  readonly settings: { readonly at: number; readonly setting: Setting }[];
  readonly accepted: Acceptance[];
  /** By comment, which call offered the edit that was accepted last; and the comments of which an earlier one came later. */
  readonly latestEdit: Map<number, number>;
  readonly overtaken: Set<number>;
  /** The run of its alarm, and how often that has thrown; the runtime gives up after seven. */
  ring: Call | null;
  thrown: number;
  /** The runtime has given up its alarm, and no wake has come since. */
  mayAlarmBeLost: boolean;
};

/** Opens one that is as chance will have it. */
export function openDestination(run: Run, name: string): Destination {
  const { chance } = run;
  const receiver = new Receiver(name, chance.odds(0.2), chance);
  const actor: Actor<Outbox> = new Actor(name, stubOf(env.OUTBOX.getByName(name)), (state) => {
    const outbox = new Outbox(state, env);
    outbox.context.deps = outboxDeps(run, actor);
    return outbox;
  });
  // What was answered just now may never have been written.
  actor.onCrash = () => void (receiver.quiet = null);
  return {
    name,
    actor,
    receiver,
    settings: [{ at: run.now, setting: someSetting(run) }],
    accepted: [],
    latestEdit: new Map(),
    overtaken: new Set(),
    ring: null,
    thrown: 0,
    mayAlarmBeLost: false,
  };
}

/** A setting as chance will have it: mostly one that wants all. */
export function someSetting({ chance }: Run): Setting {
  return { ...chance.pick(PACES), events: chance.pick(chance.odds(0.7) ? [EDITS, null] : EVENTS) };
}

/** The setting in force. */
export function settingOf({ settings }: Destination): Setting {
  const last = settings.at(-1);
  if (last === undefined) throw new RangeError('No setting');
  return last.setting;
}

/** CONFIG's value. */
export function configOf(destination: Destination): string {
  const { url, isChat } = destination.receiver;
  const { pace, events } = settingOf(destination);
  return JSON.stringify({ type: isChat ? 'slack' : 'webhook', url, pace, events: events ?? undefined });
}
