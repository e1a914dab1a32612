import * as v from 'valibot';
import { expect, it } from 'vitest';
import { slack } from '../../../worker/destination/slack/slack.ts';

const url = 'https://hooks.slack.com/services/T0/B0/x';
const token = 'xoxb-1-2-x';
const channel = 'C0123';

function issues(settings: object) {
  const { issues: found = [] } = v.safeParse(slack.schema, settings);
  return found.map((issue) => [v.getDotPath(issue), issue.message]);
}

it.each([
  { url },
  { url, mention: '@here' },
  { url, threads: false },
  { token, channel },
  { token, channel, threads: 'only', mention: ['@channel', 'U012', 'S012'], api: 'https://slack-gov.com/api' },
])('takes %j', (settings) => {
  expect(issues(settings)).toEqual([]);
});

it.each([
  [{}, 'url', 'missing: the URL of an incoming webhook, or "token" and "channel" of a bot'],
  [{ token }, 'channel', 'missing: the id of the bot’s channel'],
  [{ channel }, 'token', 'missing: the bot’s token, xoxb-…'],
  [{ url, token, channel }, 'url', 'is a webhook’s, and "token" and "channel" are a bot’s: give either'],
  [{ url, threads: 'only' }, 'threads', 'needs "token" and "channel" of a bot: a webhook has none'],
  [{ url, api: 'https://slack.com/api' }, 'api', 'needs "token" and "channel" of a bot: a webhook has none'],
  [{ token: 'xoxp-1', channel }, 'token', 'must be a bot’s token, which begins with xoxb-'],
  [{ token, channel: '#general' }, 'channel', expect.stringContaining('must be the channel’s id')],
  [{ url, mention: 'ann' }, 'mention', expect.stringContaining('must be @here')],
])('says of %j what is needed', (settings, field, message) => {
  expect(issues(settings)).toEqual([[field, message]]);
});

it.each(['https://hooks.slack.com/triggers/T0/1/x', 'HTTPS://hooks.slack-gov.com/workflows/T0/A0/1/x'])(
  'says of the URL of a workflow, %s, which one is needed',
  (workflow) => {
    expect(issues({ url: workflow })).toEqual([['url', expect.stringContaining('https://hooks.slack.com/services/…')]]);
  },
);
