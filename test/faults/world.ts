import { env } from 'cloudflare:test';
import type { KvFailure } from '../../worker/io/kv.ts';
import type { Result } from '../../worker/model.ts';
import type { Outbox } from '../../worker/outbox/outbox.ts';
import { type World as OutboxWorld, worldOf as outboxWorldOf } from '../../worker/outbox/world.ts';
import { logPoll } from '../../worker/poller/tally.ts';
import { type World as PollerWorld, worldOf as pollerWorldOf } from '../../worker/poller/world.ts';
import type { Actor } from './actor.ts';
import type { Run } from './run.ts';
import type { Store } from './store.ts';

const boom = (): never => {
  throw new Error('boom: it failed');
};

/** A Poller's world, in which each thing happens when the scheduler says, or fails. */
export function pollerWorld(run: Run): PollerWorld {
  const { poller } = run;
  return {
    ...pollerWorldOf(env),
    config: kv(run, run.config),
    seen: kv(run, run.seen),
    secrets: () => undefined,
    allowPrivate: false,
    fetchFeed: async ({ url, validatorsOf }) => {
      const feed = run.feeds.find((one) => one.url === url);
      if (feed === undefined) throw new RangeError('No such feed');
      if (feed.polling) run.violations.add(`${feed.name}: two polls at once`);
      feed.polling = true;
      const validators = await validatorsOf(url);
      return poller.ask(
        `fetch ${feed.name}`,
        () => {
          const served = feed.serve(validators);
          run.note(`${feed.name} serves ${feed.mood} ${JSON.stringify([...(feed.given?.values() ?? [])])}`);
          return served;
        },
        () => ({ ok: false, reason: 'network', detail: 'It failed.', status: null, retryAfter: null }),
      );
    },
    enqueue: (to, offers) => poller.ask(`enqueue ${to}`, () => run.enqueue(to, offers), boom),
    report: (name, ended, duration) => {
      run.feeds.find((feed) => feed.name === name)?.ended(ended.outcome);
      logPoll(name, ended, duration);
    },
  };
}

/** The part of KV that a Poller uses. */
function kv(run: Run, store: Store): KVNamespace {
  const { poller } = run;
  const fake = {
    get: (keys: readonly string[]) =>
      poller.ask(
        'kv get',
        () => {
          const at = run.kvTime;
          return new Map(keys.map((key) => [key, store.read(key, at)]));
        },
        boom,
      ),
    put: (key: string, value: string) => poller.ask('kv put', () => store.write(key, value, run.now), boom),
    delete: (key: string) => poller.ask('kv delete', () => store.write(key, null, run.now), boom),
  };
  return fake as unknown as KVNamespace;
}

/** An Outbox's world. */
export function outboxWorld(run: Run, actor: Actor<Outbox>): OutboxWorld {
  const failed: KvFailure = { ok: false, reason: 'kv', detail: 'KV did not answer' };
  const done: Result<null, KvFailure> = { ok: true, value: null };
  const destination = run.destination(actor.name);
  const { receiver } = destination;
  return {
    ...outboxWorldOf(env),
    now: () => {
      run.stumble(destination);
      return run.now;
    },
    random: () => {
      run.stumble(destination);
      return run.chance.next();
    },
    secret: (name) => (name === 'SIGNING_KEY' ? 'signing-secret-'.repeat(4) : undefined),
    destination: (name) =>
      actor.ask<Result<string | null, KvFailure>>(
        'destination',
        () => ({ ok: true, value: run.config.read(`destination:${name}`, run.kvTime) }),
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
    post: (request) =>
      actor.ask(
        'post',
        () => {
          const answer = receiver.take(request, run.now);
          run.note(
            `${actor.name} gets ${receiver.attempts.at(-1)?.type} ${receiver.attempts.at(-1)?.text} ${JSON.stringify(answer)}`,
          );
          return answer;
        },
        () => receiver.miss(request, run.now),
      ),
    offer: async (to, offers) => {
      try {
        await actor.ask(`offer ${to}`, () => run.enqueue(to, offers), boom);
        return { ok: true, value: null };
      } catch {
        return { ok: false, reason: 'outbox', detail: 'the Outbox did not answer' };
      }
    },
  };
}
