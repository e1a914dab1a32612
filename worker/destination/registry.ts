import type { Platform } from './platform.ts';
import { slack } from './slack.ts';
import { webhook } from './webhook.ts';

/** Every platform. Adding one: docs/destinations.md. */
export const platforms: readonly Platform[] = [webhook, slack];

/** The platform that CONFIG calls `type`. */
export function platformOf(type: string): Platform | undefined {
  return platforms.find((platform) => platform.type === type);
}

/** The type that a bare URL means: the platform whose well-known host it names, else a webhook. */
export function guessType(url: URL): string {
  return platforms.find((platform) => platform.guess(url))?.type ?? webhook.type;
}
