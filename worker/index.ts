import { DurableObject } from 'cloudflare:workers';
export class Poller extends DurableObject<{ CONFIG: KVNamespace }> {
  async tick(now: number): Promise<number> {
    const r = await fetch('http://x', { redirect: 'manual' });
    return now + this.ctx.storage.sql.databaseSize + r.status;
  }
}
const k = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('x'));
export default {
  async scheduled(c: ScheduledController) {
    console.log(k.byteLength, c.scheduledTime);
  },
} satisfies ExportedHandler;
