import type { Env } from '../../worker/env.ts';
import worker from '../../worker/index.ts';

export { HostGate } from '../../worker/hosts/host-gate.ts';
export { Outbox } from '../../worker/outbox/outbox.ts';
export { Poller } from '../../worker/poller/poller.ts';

// The Worker as it is, but that a request to /replay/<destination>/<message> sends that message again.

export default {
  fetch: async (request, env, context) => {
    const [, destination, id] = /^\/replay\/([\w-]+)\/([\w-]+)$/.exec(new URL(request.url).pathname) ?? [];
    if (destination === undefined || id === undefined) return worker.fetch(request, env, context);
    return Response.json(await env.OUTBOX.getByName(destination).replay({ ids: [id] }));
  },
  scheduled: (controller, env) => worker.scheduled(controller, env),
} satisfies ExportedHandler<Env>;
