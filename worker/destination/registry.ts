import { dingtalk } from './dingtalk.ts';
import { discord } from './discord/discord.ts';
import { email } from './email/email.ts';
import { feishu } from './feishu/feishu.ts';
import { googlechat } from './googlechat/googlechat.ts';
import { line } from './line.ts';
import { matrix } from './matrix/matrix.ts';
import { mattermost } from './mattermost/mattermost.ts';
import { ntfy } from './ntfy/ntfy.ts';
import type { Platform } from './platform.ts';
import { rocketchat } from './rocketchat/rocketchat.ts';
import { slack } from './slack/slack.ts';
import { teams } from './teams/teams.ts';
import { telegram } from './telegram/telegram.ts';
import { webhook } from './webhook.ts';
import { wecom } from './wecom.ts';
import { zulip } from './zulip/zulip.ts';

const BY_TYPE = {
  webhook,
  slack,
  discord,
  teams,
  googlechat,
  mattermost,
  rocketchat,
  telegram,
  zulip,
  matrix,
  ntfy,
  wecom,
  feishu,
  dingtalk,
  line,
  email,
} as const satisfies Readonly<Record<string, Platform>>;

/** Type of a platform, as a destination's `type` names it. */
export type PlatformType = keyof typeof BY_TYPE;

/** All platforms. Adding one: CONTRIBUTING.md. */
export const platforms: readonly Platform[] = Object.values(BY_TYPE);

/** The type that a bare URL means: the platform whose well-known host it names, else a webhook. */
export function guessType(url: URL): string {
  return platforms.find((platform) => platform.guess(url))?.type ?? webhook.type;
}
