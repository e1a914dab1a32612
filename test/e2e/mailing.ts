import { WorkerEntrypoint } from 'cloudflare:workers';
import type { Email } from '../../worker/exchange.ts';
import type { MailResult } from '../support/chats/mailbox.ts';

export { default, HostGate, Outbox, Poller } from '../../worker/index.ts';

/** Stand-in for Cloudflare's e-mail binding, over RPC: a test's mailbox says what becomes of each mail. */
export class Mail extends WorkerEntrypoint<{ readonly MAILBOX: string }> {
  async send(mail: Omit<Email, 'kind'>): Promise<{ readonly messageId: string }> {
    const answer = await fetch(this.env.MAILBOX, { method: 'POST', body: JSON.stringify(mail) });
    const result = await answer.json<MailResult>();
    if ('code' in result) throw Object.assign(new Error('refused, in words of its own'), { code: result.code });
    return result;
  }
}
