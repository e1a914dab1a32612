import { describe, expect, it } from 'vitest';
import { NO_REFS, type Refs } from '../../../worker/destination/channel.ts';
import { fixture } from '../fixture/slack.ts';
import { created, everyType, FEED } from '../messages.ts';
import { ABOUT, http } from '../opened.ts';
import { bodyOf, channel, context, DATE, link, payload, richText, section, text } from './payload.ts';

const POST = link('https://blog.example/qq.php', 'QQ & friends');
const ON = [text('Devon Young', 'bold'), text(' commented on ')];

describe('a comment in Slack', () => {
  it('shows who wrote it, on what, what, where and when', async () => {
    expect(await payload(created())).toEqual({
      text: 'Devon Young on QQ &amp; friends: Half a billion, wow.',
      blocks: [
        richText(section(...ON, POST)),
        richText(section(text('Half a billion, '), text('wow', 'italic'), text('.'))),
        context(`<https://blog.example/qq.php#c29321|Open the comment> · ${DATE} · Comments on QQ`),
      ],
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it.each([
    ['Ada', 'https://blog.example/qq.php#c1', link('https://blog.example/qq.php#c1', 'In reply to Ada')],
    [null, 'https://blog.example/qq.php#c1', link('https://blog.example/qq.php#c1', 'In reply to another comment')],
  ])('shows whom it answers: %j at %j', async (author, url, shown) => {
    expect(await payload(created({ comment: { inReplyTo: { id: 'c1', url, author } } }))).toHaveProperty(
      'blocks.0',
      richText(section(...ON, POST, text('\n↳ '), shown)),
    );
  });

  it.each([
    [{ id: null, url: 'https://blog.example/qq.php', title: null }, link('https://blog.example/qq.php', 'this post')],
    [{ id: 'x', url: null, title: null }, link('https://blog.example/', 'Comments on QQ')],
    [null, link('https://blog.example/', 'Comments on QQ')],
  ])('says where it was written, of a post %j', async (post, shown) => {
    expect(await payload(created({ post }))).toHaveProperty('blocks.0', richText(section(...ON, shown)));
  });

  it.each([
    { id: null, url: null, title: 'QQ' },
    { id: null, url: 'javascript:alert(1)', title: 'QQ' },
  ])('links no post %j', async (post) => {
    expect(await payload(created({ post }))).toHaveProperty(
      'blocks.0',
      richText(section(text('Devon Young', 'bold'), text(' commented on QQ'))),
    );
  });

  it('says of an edit that it is one, whatever was sent before: a webhook edits nothing', async () => {
    const [, updated] = everyType();
    if (updated === undefined) throw new Error('no comment.updated');
    const refs: Refs = { ...NO_REFS, sent: '1171927530.000200', thread: '1171927530.000200' };
    const { url, body } = http(await channel.render(updated, refs, ABOUT));
    expect(url).toBe('https://hooks.slack.com/services/T0/B0/x');
    expect(fixture.read(body)).toContain('edited a comment on');
    expect(body).not.toContain('1171927530');
  });

  it('has no block for a comment without text', async () => {
    const silent = await payload(created({ comment: { html: '', text: '' } }));
    expect(silent).toHaveProperty('blocks.length', 2);
    expect(silent).toHaveProperty('text', 'Devon Young on QQ &amp; friends');
  });
});

describe('a hostile comment in Slack', () => {
  it.each(['Ann :white_check_mark:', ':verified:', 'Vms::Camera:'])(
    'has no emoji by a code in its name %s',
    async (name) => {
      const author = { name, url: null, avatar: null };
      const body = await bodyOf(
        created({
          post: { id: null, url: null, title: name },
          comment: { author, inReplyTo: { id: 'c', url: null, author: name } },
        }),
      );
      expect(body).not.toMatch(/:(?:white_check_mark|verified|Camera):/);
      expect(fixture.read(body)).toContain(name);
    },
  );

  it.each(['<!channel>', '*bold*', 'https://evil.example/', '> quoted', '@here'])(
    'is no more alive where its author is called %j',
    async (name) => {
      const body = await bodyOf(created({ comment: { author: { name, url: null, avatar: null } } }));
      expect(fixture.faults(body)).toEqual([]);
      expect(body).not.toContain('https://evil.example');
      expect(JSON.parse(body).blocks[0].elements[0].elements[0]).toMatchObject({ type: 'text', style: { bold: true } });
    },
  );

  it('shows where a post’s link leads whose title names another address', async () => {
    const post = { id: null, url: 'https://evil.example/', title: 'good.example' };
    expect(await payload(created({ post }))).toHaveProperty(
      'blocks.0',
      richText(
        section(
          text('Devon Young', 'bold'),
          text(' commented on good.example ('),
          link('https://evil.example/'),
          text(')'),
        ),
      ),
    );
  });
});

const NO_WEBHOOK = {
  kind: 'config',
  field: 'url',
  detail: expect.stringContaining('https://hooks.slack.com/services/…'),
};

describe('what Slack answers', () => {
  it.each([
    [200, 'ok', null],
    [200, 'ok\n', null],
    [200, null, null],
    [200, '', NO_WEBHOOK],
    [202, '{"ok":true}', NO_WEBHOOK],
    [200, '<html>Sign in to Slack</html>', NO_WEBHOOK],
    [404, null, null],
    [400, 'invalid_payload', { kind: 'message', code: 'invalid_payload' }],
    [400, 'invalid_blocks', { kind: 'message', code: 'invalid_blocks' }],
    [400, 'user_not_found', { kind: 'broken', code: 'user_not_found', probe: 'hourly' }],
    [400, '<html>no code</html>', null],
    [403, 'action_prohibited', { kind: 'broken', code: 'action_prohibited', probe: 'hourly' }],
    [403, 'invalid_token\n', { kind: 'broken', code: 'invalid_token', probe: 'hourly' }],
    [404, 'channel_not_found', { kind: 'broken', code: 'channel_not_found', probe: 'hourly' }],
    [404, 'no_service', { kind: 'broken', code: 'no_service', probe: 'hourly' }],
    [410, 'channel_is_archived', { kind: 'broken', code: 'channel_is_archived', probe: 'hourly' }],
    [429, 'rate_limited', { kind: 'slow-down', wait: null }],
    [500, 'rollup_error', null],
    [503, 'no_service', null],
  ])('%i %j', async (status, body, verdict) => {
    const request = await channel.render(created(), NO_REFS, ABOUT);
    const reply = channel.read({ kind: 'answered', status, retryAfter: '30', body }, request);
    expect(reply).toEqual({ verdict, receipt: null, learned: null });
  });
});

it('says a notice in words, with a link and the time', async () => {
  const since = '2007-02-18T23:25:36Z';
  const data = { feed: FEED, reason: 'HTTP 500 <b>', since };
  expect(await payload({ id: 'msg_1', type: 'feed.failing', timestamp: '2007-02-19T23:25:36Z', data })).toMatchObject({
    text: 'Comments on QQ (qq) cannot be read',
    blocks: [
      richText(
        section(
          text('Comments on QQ (qq) cannot be read', 'bold'),
          text('\nSince 2007-02-18 23:25 UTC: HTTP 500 <b>\nEarshot keeps trying, and says when it is back.'),
        ),
      ),
      context(`<https://blog.example/|Open the site> · ${DATE}`),
    ],
  });
});
