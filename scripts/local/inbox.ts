import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { Message } from '../../worker/model.ts';
import { listen } from './listen.ts';

/** Opens a receiver of webhooks on loopback, which takes nothing that is not signed with the secret. */
export async function openInbox(
  secret: string,
  port: number,
  arrived: (message: Message) => void,
  refused: () => void,
): Promise<{ readonly url: string }> {
  const webhook = new Webhook(secret);
  const { origin } = await listen(port, async (request, response) => {
    const message = verified(webhook, request, await text(request));
    response.writeHead(message === null ? 401 : 204).end();
    if (message === null) refused();
    else arrived(message);
  });
  return { url: `${origin}/inbox` };
}

function verified(webhook: Webhook, request: IncomingMessage, body: string): Message | null {
  const header = (name: string) => String(request.headers[name] ?? '');
  try {
    const message = webhook.verify(body, {
      'webhook-id': header('webhook-id'),
      'webhook-timestamp': header('webhook-timestamp'),
      'webhook-signature': header('webhook-signature'),
    });
    return isMessage(message) ? message : null;
  } catch {
    return null;
  }
}

/** True if it looks like a message: signed with a key that only the Worker has, it needs no further check. */
function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value && 'data' in value;
}
