import { createHmac, timingSafeEqual } from 'node:crypto';

// Seconds by which the sender's clock and yours may differ. An older message may be one that somebody has kept.
const TOLERANCE = 300;

/**
 * True if Earshot sent this message, just now.
 *
 *     import { buffer } from 'node:stream/consumers';
 *     const body = await buffer(request); // as it came: parsed and written again, it is another text
 *     if (!verify(process.env.EARSHOT_SECRET, request.headers, body)) return response.writeHead(401).end();
 */
export function verify(secret, headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!id || !signatures || !/^\d{1,12}$/.test(timestamp ?? '')) return false;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE) return false;
  const key = Buffer.from((secret ?? '').replace(/^whsec_/, ''), 'base64');
  if (key.length < 24) return false; // no secret, or a part of one: anybody could sign
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  // Two signatures, while the secret is being changed: one that fits is enough.
  return signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64');
    return signature.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
