import { http } from '../destination/opened.ts';
import { env } from 'cloudflare:test';
import { entry } from '../support/outbox.ts';
import type { KvEntry, KvFailure } from '../../worker/io/kv.ts';
import type { Result } from '../../worker/model.ts';
import type { Outbox } from '../../worker/outbox/outbox.ts';
import { type Dependencies, dependenciesOf } from '../../worker/outbox/dependencies.ts';
import type { Actor } from './actor.ts';
import { enqueue } from './offers.ts';
import { type Run, SIGNING_KEY } from './run.ts';

const boom = (): never => {
  throw new Error('boom: it failed');
};

/** An Outbox’s dependencies. */
export function outboxDeps(run: Run, actor: Actor<Outbox>): Dependencies {
  const failed: KvFailure = { ok: false, reason: 'kv', detail: 'KV did not answer' };
  const done: Result<null, KvFailure> = { ok: true, value: null };
  const destination = run.destination(actor.name);
  const { receiver } = destination;
  return {
    ...dependenciesOf(env),
    now: () => {
      run.stumble(destination);
      return run.now;
    },
    random: () => {
      run.stumble(destination);
      return run.chance.next();
    },
    secret: (name) => (name === 'SIGNING_KEY' ? SIGNING_KEY : undefined),
    destination: (name) =>
      actor.ask<Result<KvEntry | null, KvFailure>>(
        'destination',
        () => ({ ok: true, value: entry(run.config.read(`destination:${name}`, run.kvTime)) }),
        () => failed,
      ),
    destinations: () =>
      actor.ask<Result<ReadonlyMap<string, string | null>, KvFailure>>(
        'destinations',
        () => {
          const at = run.kvTime;
          const names = run.config.names('destination:', at);
          return { ok: true, value: new Map(names.map((name) => [name, run.config.read(`destination:${name}`, at)])) };
        },
        () => failed,
      ),
    mark: (name, at) =>
      actor.ask<Result<null, KvFailure>>(
        'mark',
        () => {
          run.seen.write(`outbox:${name}`, String(at), run.now);
          return done;
        },
        () => failed,
      ),
    post: async (outgoing) => {
      const request = http(outgoing);
      // Of several alarms, the one that came first sends.
      const alarm = [...actor.running].find(({ what }) => what === 'alarm');
      const answer = await actor.ask(
        'post',
        () => {
          const taken = receiver.take(request, run.now, alarm);
          run.note(
            `${actor.name} gets ${receiver.attempts.at(-1)?.type} ${receiver.attempts.at(-1)?.text} ${JSON.stringify(taken)}`,
          );
          return taken;
        },
        () => receiver.miss(request, run.now, alarm),
      );
      receiver.heard(answer, run.now, alarm);
      return answer;
    },
    offer: async (to, offers) => {
      try {
        await actor.ask(`offer ${to}`, () => enqueue(run, actor.name, to, offers, 0), boom);
        return { ok: true, value: null };
      } catch {
        return { ok: false, reason: 'outbox', detail: 'the Outbox did not answer' };
      }
    },
  };
}
