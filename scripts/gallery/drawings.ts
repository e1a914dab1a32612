import type { Drawing } from '../../worker/drawing/drawing.ts';
import { DRAWINGS } from '../../worker/drawing/drawings.ts';
import { email } from './own/email.ts';
import { mattermost } from './own/mattermost.ts';
import { rocketchat } from './own/rocketchat.ts';
import { webhook } from './own/webhook.ts';

/** Drawings that the pages do without: parsers of the chats' own, which are large, frames, and JSON. */
const OWN: ReadonlyMap<string, Drawing> = new Map(Object.entries({ email, mattermost, rocketchat, webhook }));

/** Drawing of a platform; of one that has none, its requests' bodies. */
export function drawingOf(type: string): Drawing {
  return OWN.get(type) ?? DRAWINGS.get(type) ?? { ...webhook, name: type };
}
