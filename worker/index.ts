import { forgetHealth } from './admin/health.ts';
import { router } from './admin/router.ts';
import type { Env } from './env.ts';
import { tick } from './tick.ts';

export { HostGate } from './hosts/host-gate.ts';
export { Outbox } from './outbox/outbox.ts';
export { Poller } from './poller/poller.ts';

export default {
  scheduled: async (controller, env) => {
    await tick(env, controller.scheduledTime);
    forgetHealth();
  },
  fetch: (request, env, context) => router.fetch(request, env, context),
} satisfies ExportedHandler<Env>;
