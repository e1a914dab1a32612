import { Outbox as RealOutbox } from '../../worker/outbox/outbox.ts';
import { Poller as RealPoller } from '../../worker/poller/poller.ts';
import type { Env } from '../../worker/env.ts';
import worker from '../../worker/index.ts';
import type { Accepted, Offer } from '../../worker/rpc/offer.ts';
import type { OutboxRpc } from '../../worker/rpc/outbox.ts';
import { CANARY } from '../support/canary.ts';
import type { KvFault } from '../support/control.ts';

// The Worker as it is, but that it asks a test's control server before and after whatever touches state elsewhere,
// and waits for the answer: so a test can stop it at any step, and let KV misbehave. Its Outboxes' clock can run fast.

type SteppingEnv = Env & {
  /** URL of the control server. */
  readonly CONTROL: string;
  /** Speed of the clock, as a multiple of the real one's, and the instant from which it runs so, ms. */
  readonly SPEED?: string;
  readonly SINCE?: string;
};

async function step(env: SteppingEnv, name: string): Promise<KvFault | null> {
  const answer = await fetch(env.CONTROL, { method: 'POST', body: JSON.stringify(name) });
  const fault = await answer.json<KvFault | null>();
  if (fault?.kind === 'throw') throw new Error(`${CANARY} of an exception`);
  return fault;
}

function stepping(env: SteppingEnv): Env {
  return {
    ...env,
    CONFIG: steppingKv(env, 'CONFIG'),
    SEEN: steppingKv(env, 'SEEN'),
    OUTBOX: steppingOutboxes(env),
  };
}

function steppingOutboxes(env: SteppingEnv): Env['OUTBOX'] {
  const getByName = (name: string): OutboxRpc => {
    const stub = env.OUTBOX.getByName(name);
    return {
      async enqueue(offers: readonly Offer[]): Promise<readonly Accepted[]> {
        await step(env, `enqueue ${name}`);
        const accepted = await stub.enqueue(offers);
        await step(env, `enqueued ${name}`);
        return accepted;
      },
      wake: () => stub.wake(),
    } as OutboxRpc;
  };
  return { getByName } as unknown as Env['OUTBOX'];
}

/** KV whose faults the test sets; the local runtime has none of KV's limits. */
function steppingKv(env: SteppingEnv, binding: 'CONFIG' | 'SEEN'): KVNamespace {
  const kv = env[binding];
  const asked = async (what: string): Promise<KvFault | null> => {
    const fault = await step(env, what);
    if (fault?.kind === 'refuse') throw new Error(`KV: 429 Too Many Requests, says the ${CANARY}`);
    return fault;
  };
  return {
    async get(keys: string[]) {
      const fault = await asked(`get ${binding} ${keys.join(' ')}`);
      if (fault === null || fault.kind === 'refuse') return kv.get(keys, 'text');
      const values = fault.kind === 'stale' ? fault.values : {};
      return new Map(keys.map((key) => [key, values[`${binding} ${key}`] ?? null]));
    },
    async getWithMetadata(keys: string[]) {
      const fault = await asked(`get ${binding} ${keys.join(' ')}`);
      if (fault === null || fault.kind === 'refuse') return kv.getWithMetadata(keys, 'text');
      const values = fault.kind === 'stale' ? fault.values : {};
      return new Map(keys.map((key) => [key, { value: values[`${binding} ${key}`] ?? null, metadata: null }]));
    },
    async list(options: KVNamespaceListOptions) {
      const fault = await asked(`list ${binding} ${options.prefix}`);
      if (fault === null || fault.kind === 'refuse') return kv.list(options);
      return { keys: [], list_complete: true, cacheStatus: null };
    },
    async put(key: string, value: string) {
      await asked(`put ${binding} ${key}`);
      await kv.put(key, value);
      await step(env, `have put ${binding} ${key}`);
    },
    async delete(key: string) {
      await asked(`delete ${binding} ${key}`);
      await kv.delete(key);
    },
  } as unknown as KVNamespace;
}

export { HostGate } from '../../worker/hosts/host-gate.ts';

/** Outbox that asks before and after each step, on a clock that may run fast. */
export class Outbox extends RealOutbox {
  constructor(ctx: DurableObjectState, env: SteppingEnv) {
    super(ctx, stepping(env));
    const speed = Number(env.SPEED ?? 1);
    const since = Number(env.SINCE ?? 0);
    const { deps } = this.context;
    this.context.deps = {
      ...deps,
      now: () => Math.round(since + (Date.now() - since) * speed),
      post: async (request, readsBody) => {
        await step(env, `post ${this.context.name}`);
        const answer = await deps.post(request, readsBody);
        await step(env, `posted ${this.context.name}`);
        return answer;
      },
    };
    // The runtime's own clock fires the alarms.
    const setAlarm = ctx.storage.setAlarm.bind(ctx.storage);
    ctx.storage.setAlarm = (at) => setAlarm(since + (Number(at) - since) / speed);
  }
}

/** Poller that asks before and after each step. */
export class Poller extends RealPoller {
  constructor(ctx: DurableObjectState, env: SteppingEnv) {
    super(ctx, stepping(env));
  }
}

export default {
  fetch: (request, env, context) => worker.fetch(request, env, context),
  scheduled: (controller, env) => worker.scheduled(controller, stepping(env)),
} satisfies ExportedHandler<SteppingEnv>;
