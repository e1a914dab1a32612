import type { PlatformType } from '../destination/registry.ts';
import { dingtalk } from './chat/dingtalk.ts';
import { discord } from './chat/discord.ts';
import { email } from './chat/email.ts';
import { feishu } from './chat/feishu.ts';
import { googlechat } from './chat/googlechat.ts';
import { line } from './chat/line.ts';
import { matrix } from './chat/matrix.ts';
import { mattermost } from './chat/mattermost.ts';
import { ntfy } from './chat/ntfy.ts';
import { rocketchat } from './chat/rocketchat.ts';
import { slack } from './chat/slack.ts';
import { teams } from './chat/teams.ts';
import { telegram } from './chat/telegram.ts';
import { wecom } from './chat/wecom.ts';
import { zulip } from './chat/zulip.ts';
import type { Drawing } from './drawing.ts';

const BY_TYPE: Readonly<Record<Exclude<PlatformType, 'webhook'>, Drawing>> = {
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
};

/** Drawings by type, of all chats and of mail; receivers of one's own show what they like. */
export const DRAWINGS: ReadonlyMap<string, Drawing> = new Map(Object.entries(BY_TYPE));
