/** Platforms' own spelling of their names. */
const PLATFORMS: ReadonlyMap<string, string> = new Map([
  ['webhook', 'Webhook'],
  ['slack', 'Slack'],
  ['discord', 'Discord'],
  ['teams', 'Microsoft Teams'],
  ['googlechat', 'Google Chat'],
  ['mattermost', 'Mattermost'],
  ['rocketchat', 'Rocket.Chat'],
  ['telegram', 'Telegram'],
  ['zulip', 'Zulip'],
  ['matrix', 'Matrix'],
  ['ntfy', 'ntfy'],
  ['wecom', 'WeCom'],
  ['feishu', 'Feishu'],
  ['dingtalk', 'DingTalk'],
  ['line', 'LINE'],
  ['email', 'e-mail'],
]);

/** A platform's name as it spells itself. */
export function platformName(type: string): string {
  return PLATFORMS.get(type) ?? type;
}
