import { describe, expect, it } from 'vitest';
import { NO_REFS, type Refs } from '../../../worker/destination/channel.ts';
import { slack } from '../../../worker/destination/slack/slack.ts';
import type { CommentMessage } from '../../../worker/destination/channel.ts';
import { fixture } from '../fixture/slack.ts';
import { HOSTILE } from '../hostile.ts';
import { aboutComments, created, everyType } from '../messages.ts';
import { ABOUT, http, opened } from '../opened.ts';
import { section, text } from './payload.ts';

const BOT = { token: 'xoxb-1-2-hunter2', channel: 'C0123' };
const bot = opened(slack, BOT);
const ROOT = '1171927536.000100';
const SENT = '1171927540.000200';
const IN_THREAD: Refs = { ...NO_REFS, thread: ROOT };
const edited: CommentMessage = { ...created(), type: 'comment.updated' };

/** Its request about a comment, with the body read. */
async function asked(settings: object = {}, refs: Refs = NO_REFS, message: CommentMessage = created()) {
  const request = http(await opened(slack, { ...BOT, ...settings }).render(message, refs, ABOUT));
  expect(fixture.faults(request.body).filter((fault) => !fault.startsWith('a mention'))).toEqual([]);
  return { ...request, body: JSON.parse(request.body) };
}

describe('a bot in Slack', () => {
  it('posts to its channel, with its token in the header alone', async () => {
    const { url, method, headers, body } = await asked();
    expect([method, url]).toEqual(['POST', 'https://slack.com/api/chat.postMessage']);
    expect(headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      authorization: 'Bearer xoxb-1-2-hunter2',
    });
    expect(body).toMatchObject({ channel: 'C0123', parse: 'none', unfurl_links: false, unfurl_media: false });
    expect(body).not.toHaveProperty('thread_ts');
    expect(body).not.toHaveProperty('link_names');
    expect(JSON.stringify(body)).not.toContain('hunter2');
    expect(bot.place).toBe('slack:C0123');
  });

  it('asks the Web API that it is told', async () => {
    const { url } = await asked({ api: 'https://slack-gov.com/api/' });
    expect(url).toBe('https://slack-gov.com/api/chat.postMessage');
  });

  it.each([
    [{}, { thread_ts: ROOT, reply_broadcast: true }],
    [{ threads: true }, { thread_ts: ROOT, reply_broadcast: true }],
    [{ threads: 'only' }, { thread_ts: ROOT }],
    [{ threads: false }, {}],
  ])('answers in the thread, as %j asks for it', async (settings, expected) => {
    const { body } = await asked(settings, IN_THREAD);
    const { thread_ts, reply_broadcast } = body;
    expect(JSON.parse(JSON.stringify({ thread_ts, reply_broadcast }))).toEqual(expected);
    expect(opened(slack, { ...BOT, ...settings }).threads).toBe('thread_ts' in expected);
  });

  it('puts a roundup into the thread, too', async () => {
    const request = await bot.roundup?.([created(), created()], IN_THREAD, ABOUT);
    expect(request === undefined ? '' : http(request).body).toContain(`"thread_ts":"${ROOT}"`);
  });

  it('edits what was sent, with all its blocks', async () => {
    const { url, body } = await asked({}, { ...IN_THREAD, sent: SENT }, edited);
    expect(url).toBe('https://slack.com/api/chat.update');
    expect(body).toMatchObject({ channel: 'C0123', ts: SENT, parse: 'none' });
    expect(body.blocks.length).toBe(3);
    expect(body).not.toHaveProperty('thread_ts');
    expect(JSON.stringify(body)).toContain(' commented on ');
  });

  it('sends an edit of what it does not know as a new message in the thread', async () => {
    const { url, body } = await asked({}, IN_THREAD, edited);
    expect(url).toBe('https://slack.com/api/chat.postMessage');
    expect(body).toMatchObject({ thread_ts: ROOT });
    expect(JSON.stringify(body)).toContain(' edited a comment on ');
  });

  it.each(HOSTILE)('lets nothing come alive of %j', async (words) => {
    for (const message of everyType(words)) {
      for (const refs of [NO_REFS, { ...IN_THREAD, sent: SENT }]) {
        const { body } = http(await bot.render(message, refs, ABOUT));
        expect(fixture.faults(body)).toEqual([]);
      }
    }
    expect(aboutComments(everyType(words)).length).toBe(2);
  });
});

describe('whom a message pings in Slack', () => {
  const mention = ['@here', 'U012ABC', 'W012ABC', 'S012ABC'];

  it('is whom the owner names, as elements and nowhere else', async () => {
    const { body } = await asked({ mention });
    expect(body.blocks[0].elements[0]).toMatchObject(
      section(
        { type: 'broadcast', range: 'here' },
        text(' '),
        { type: 'user', user_id: 'U012ABC' },
        text(' '),
        { type: 'user', user_id: 'W012ABC' },
        text(' '),
        { type: 'usergroup', usergroup_id: 'S012ABC' },
        text(' '),
        text('Devon Young', 'bold'),
        expect.anything(),
        expect.anything(),
      ) as object,
    );
    expect(JSON.stringify(body)).not.toMatch(/<!here|<@|<!subteam/);
  });

  it.each(['@channel', '@everyone'])('may be %s, of a webhook as well', async (one) => {
    const webhook = opened(slack, { url: 'https://hooks.slack.com/services/T0/B0/x', mention: one });
    const { body } = http(await webhook.render(created(), NO_REFS, ABOUT));
    expect(fixture.faults(body)).toEqual([`a mention: {"type":"broadcast","range":"${one.slice(1)}"}`]);
  });

  it('is nobody where a message is edited in place', async () => {
    const { body } = await asked({ mention }, { ...NO_REFS, sent: SENT }, edited);
    expect(fixture.faults(JSON.stringify(body))).toEqual([]);
  });
});
