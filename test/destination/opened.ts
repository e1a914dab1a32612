import type { DeliveryContext, Channel } from '../../worker/destination/channel.ts';
import type { HttpRequest, Outgoing } from '../../worker/exchange.ts';
import type { Platform } from '../../worker/destination/platform.ts';

const KEY = '0123456789abcdef0123456789abcdef';

/** Circumstances of a first delivery. */
export const ABOUT: DeliveryContext = {
  now: Date.parse('2026-11-20T10:00:00Z'),
  deliveryId: 'msg_created',
  learned: null,
};

/** Opens a platform's channel for the destination `team`; the Worker's secrets are one SIGNING_KEY. */
export function opened(platform: Platform, settings: unknown): Channel {
  const channel = platform.open(settings, { name: 'team', secret: secretNamed });
  if (!channel.ok) throw new Error(channel.detail);
  return channel.value;
}

function secretNamed(name: string): string | undefined {
  return name === 'SIGNING_KEY' ? KEY : undefined;
}

/** The request, which has to be one over HTTP. */
export function http(request: Outgoing): HttpRequest {
  if (request.kind !== 'http') throw new TypeError(`a request of kind ${request.kind}`);
  return request;
}

/** The body that a platform gets; of a mail, all of it as JSON. */
export function bodyOf(request: Outgoing): string {
  return request.kind === 'http' ? request.body : JSON.stringify(request);
}
