import type { Outgoing } from '../../exchange.ts';
import type { Channel } from '../channel.ts';
import { contentOf } from '../content/content-of.ts';
import type { Content } from '../content/content.ts';
import { roundupContent } from '../content/roundup.ts';
import { readWebhook } from './answer.ts';
import { JSON_TYPE, PACE } from './request.ts';
import { writer } from './message.ts';

/** Opens an incoming webhook: it writes to the channel that it was made for, and that is all it can. */
export function openWebhook(url: string, mentions: readonly string[], template?: string): Channel {
  const { written, capacity } = writer(mentions);
  const request = (content: Content): Outgoing => {
    const body = { ...written(content), unfurl_links: false, unfurl_media: false };
    return { kind: 'http', method: 'POST', url, headers: { ...JSON_TYPE }, body: JSON.stringify(body) };
  };
  return {
    pace: PACE,
    place: placeOf(url),
    threads: false,
    edits: false,
    readsAnswer: true,
    // It cannot edit, whatever was sent.
    render: async (message, refs) => request(contentOf(message, { ...refs, sent: null }, template)),
    roundup: async (comments) => request(roundupContent(comments)),
    capacity,
    read: readWebhook,
  };
}

/** Workspace and webhook, which stand in the URL before its secret; of a URL of another shape the host alone. */
function placeOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  const [, workspace, webhook] = /^\/services\/([^/]+)\/([^/]+)\/[^/]/.exec(pathname) ?? [];
  return workspace === undefined ? `slack:${hostname}` : `slack:${workspace}/${webhook}`;
}
