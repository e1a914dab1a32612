import * as v from 'valibot';
import type { Channel } from '../../worker/destination/channel.ts';
import type { Platform } from '../../worker/destination/platform.ts';
import { fixtureOf } from '../../test/destination/fixture/fixture.ts';

/** Settings that show more of a platform than those of its fixture, or less of the owner's own. */
const SETTINGS: Readonly<Record<string, unknown>> = {
  slack: { token: 'xoxb-0-0-sample', channel: 'C0123456789' },
  teams: { url: 'https://sample.logic.azure.com/workflows/0a1b/triggers/manual/paths/invoke?api-version=1&sig=sample' },
  googlechat: { url: 'https://chat.googleapis.com/v1/spaces/AAAA/messages?key=sample&token=sample', threads: true },
  dingtalk: { url: 'https://oapi.dingtalk.com/robot/send?access_token=0a1b2c3d' },
  feishu: { url: 'https://open.feishu.cn/open-apis/bot/v2/hook/0a1b2c3d' },
};

const SIGNING_KEY = 'a-sample-of-a-signing-key-that-signs-nothing';

/** Opens a platform's channel with settings of a sample. */
export async function openChannel(platform: Platform): Promise<Channel> {
  const own = SETTINGS[platform.type];
  const settings = v.is(platform.schema, own) ? own : (await fixtureOf(platform)).settings;
  const channel = platform.open(settings, { name: 'team', secret: secretNamed });
  if (!channel.ok) throw new Error(`${platform.type}: ${channel.detail}`);
  return channel.value;
}

function secretNamed(name: string): string | undefined {
  return name === 'SIGNING_KEY' ? SIGNING_KEY : undefined;
}

/** Names of a sent message, as each platform gives them. */
const NAMES: Readonly<Record<string, string>> = {
  slack: '1171927530.000200',
  discord: '123456789012345678',
  telegram: '-1001234567890/9',
  zulip: 'The Lighthouse at Low Tide, and How to Reach It on Foot',
  matrix: '$sample',
  rocketchat: 'aobEdbYhXfu5hkeqG',
  email: '<sample@tides.example>',
};

/** Name of a message that was sent to a platform before. */
export async function sentName(platform: Platform): Promise<string> {
  return NAMES[platform.type] ?? (await fixtureOf(platform)).sent ?? 'sample';
}
