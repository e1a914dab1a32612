import type { Env } from '../../worker/env.ts';

export { HostGate } from '../../worker/hosts/host-gate.ts';
export { Outbox } from '../../worker/outbox/outbox.ts';
export { Poller } from '../../worker/poller/poller.ts';

// A Worker that tells a destination's URL at every tick, in the way that `LEAK` says: what must never be.

export default {
  fetch: () => new Response(null, { status: 404 }),
  scheduled: async (_controller, env) => {
    const value = await env.CONFIG.get('destination:default');
    if (env.LEAK === 'rejection') void Promise.reject(new Error(`Not a URL: ${value}`));
    else if (env.LEAK === 'error') console.error(`Not a URL: ${value}`);
    else console.log(JSON.stringify({ event: 'message.sent', url: value }));
  },
} satisfies ExportedHandler<Env & { readonly LEAK: string }>;
