import { env } from 'cloudflare:test';
import type { Offer } from '../../worker/model.ts';
import { Outbox } from '../../worker/outbox/outbox.ts';
import { Actor, type Call, stubOf } from './actor.ts';
import { Receiver } from './receiver.ts';
import type { Run } from './run.ts';
import { outboxWorld } from './world.ts';

/** An offer that an Outbox has accepted. */
export type Acceptance = {
  readonly at: number;
  readonly key: string;
  readonly feed: string;
  readonly type: string;
  readonly number: number | null;
  readonly text: string | null;
  readonly hold: Offer['hold'];
};

/** A destination: the Outbox, who receives, and what was accepted for it. */
export type Destination = {
  readonly name: string;
  readonly actor: Actor<Outbox>;
  readonly receiver: Receiver;
  /** CONFIG's value in the end, and what it may be on the way. */
  readonly config: string;
  readonly configs: readonly (string | null)[];
  readonly wantsEdits: boolean;
  readonly isFast: boolean;
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
  const wantsEdits = chance.odds(0.6);
  const pace = chance.pick(['600/s', '600/s', '30/m']);
  const actor: Actor<Outbox> = new Actor(name, stubOf(env.OUTBOX.getByName(name)), (state) => {
    const outbox = new Outbox(state, env);
    outbox.desk.world = outboxWorld(run, actor);
    return outbox;
  });
  const { url, isChat } = receiver;
  const events = wantsEdits ? ['comment.*', 'feed.*', 'destination.*'] : undefined;
  const configOf = (of: readonly string[] | undefined): string =>
    JSON.stringify({ type: isChat ? 'slack' : 'webhook', url, pace, events: of });
  const config = configOf(events);
  const others = [undefined, ['comment.*'], ['comment.updated'], ['feed.*', 'destination.*']].map(configOf);
  return {
    name,
    actor,
    receiver,
    config,
    configs: [config, config, config, chance.pick(others), null, '{ "url": 5 }', 'nonsense'],
    wantsEdits,
    isFast: pace.endsWith('s'),
    accepted: [],
    latestEdit: new Map(),
    overtaken: new Set(),
    ring: null,
    thrown: 0,
    mayAlarmBeLost: false,
  };
}
