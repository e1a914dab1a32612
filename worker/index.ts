import { router } from './admin/router.ts';
import type { Env } from './env.ts';
import { tick } from './tick.ts';

export { Outbox } from './outbox/outbox.ts';
export { Poller } from './poller/poller.ts';

export default {
  scheduled: (controller, env) => tick(env, controller.scheduledTime),
  fetch: (request, env, context) => router.fetch(request, env, context),
} satisfies ExportedHandler<Env>;
