import * as v from 'valibot';
import type { Answer, PlatformVerdict } from '../../exchange.ts';

/** Mattermost's error. https://developers.mattermost.com/api-documentation/ */
const failure = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ id: v.pipe(v.string(), v.regex(/^[a-z_]+(?:\.[a-z_]+)+$/)) }),
);

/** Errors by which the webhook, its channel or its owner's rights are gone. A deleted webhook answers 400. */
const BROKEN = new Set([
  'web.incoming_webhook.invalid.app_error',
  'web.incoming_webhook.disabled.app_error',
  'web.incoming_webhook.channel.app_error',
  'web.incoming_webhook.channel_locked.app_error',
  'web.incoming_webhook.permissions.app_error',
  'web.incoming_webhook.user.app_error',
  'app.channel.get.existing.app_error',
  'app.channel.get_by_name.missing.app_error',
]);

/** Reads an answer: what an error means stands in its `id`, not in its status. */
export function verdictOf({ status, body }: Answer): PlatformVerdict | null {
  if (status === 429) return { kind: 'slow-down', wait: null };
  if (body === null) return null;
  if (status >= 200 && status < 300) {
    if (body.trim() === 'ok') return null;
    const detail = 'answers as no incoming webhook of Mattermost’s does; needed is https://…/hooks/ and 26 characters';
    return { kind: 'config', field: 'url', detail };
  }
  const read = v.safeParse(failure, body);
  if (!read.success) return null;
  const { id } = read.output;
  // With 500 the server could not look one of them up, which passes.
  if (status === 500) return null;
  if (BROKEN.has(id)) return { kind: 'broken', code: id, probe: 'hourly' };
  return status === 400 || status === 413 ? { kind: 'message', code: id } : null;
}
