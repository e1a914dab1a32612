import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { NO_REFS } from '../../worker/destination/channel.ts';
import { slack } from '../../worker/destination/slack.ts';
import { fixture } from './fixture/slack.ts';
import { context, DATE, section } from './slack-blocks.ts';
import { created, everyType, FEED } from './messages.ts';
import { ABOUT } from './opened.ts';
import { bodyOf, channel, payload, said } from './slack-payload.ts';

describe('a comment in Slack', () => {
  it('shows who wrote it, on what, what, where and when', async () => {
    expect(await payload(created())).toEqual({
      text: 'Devon Young on QQ &amp; friends: Half a billion, wow.',
      blocks: [
        section('*Devon Young* on <https://blog.example/qq.php|QQ &amp; friends>'),
        section('Half a billion, _wow_\u200B.'),
        context(`<https://blog.example/qq.php#c29321|Open the comment> · ${DATE} · Comments on QQ`),
      ],
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it.each([
    ['Ada', 'https://blog.example/qq.php#c1', '<https://blog.example/qq.php#c1|In reply to Ada>'],
    [null, 'https://blog.example/qq.php#c1', '<https://blog.example/qq.php#c1|In reply to another comment>'],
    ['Ada', null, 'In reply to Ada'],
  ])('shows whom it answers: %j at %j', async (author, url, shown) => {
    expect(await payload(created({ comment: { inReplyTo: { id: 'c1', url, author } } }))).toHaveProperty(
      'blocks.0',
      section(`*Devon Young* on <https://blog.example/qq.php|QQ &amp; friends>\n↳ ${shown}`),
    );
  });

  it.each([
    [{ id: null, url: 'https://blog.example/qq.php', title: null }, '<https://blog.example/qq.php|this post>'],
    [{ id: null, url: null, title: 'QQ' }, 'QQ'],
    [{ id: null, url: 'javascript:alert(1)', title: 'QQ' }, 'QQ'],
    [{ id: 'x', url: null, title: null }, '<https://blog.example/|Comments on QQ>'],
    [null, '<https://blog.example/|Comments on QQ>'],
  ])('says where it was written, of a post %j', async (post, shown) => {
    expect(await payload(created({ post }))).toHaveProperty('blocks.0', section(`*Devon Young* on ${shown}`));
  });

  it('says of an edit that it is one', async () => {
    const [, updated] = everyType();
    if (updated === undefined) throw new Error('no comment.updated');
    expect(await payload(updated)).toHaveProperty('blocks.0.text.text', expect.stringContaining('edited a comment on'));
  });

  it('has no section for a comment without text', async () => {
    const silent = await payload(created({ comment: { html: '', text: '' } }));
    expect(silent).toHaveProperty('blocks.length', 2);
    expect(silent).toHaveProperty('text', 'Devon Young on QQ &amp; friends');
  });
});

describe('a hostile comment in Slack', () => {
  it.each([
    ['<p>&lt;!channel&gt; and &amp;lt;!here&amp;gt;</p>', '&lt;!channel&gt; and &amp;lt;!here&amp;gt;'],
    ['<p>&lt;@U123&gt;</p>', '&lt;@\u200BU123&gt;'],
    ['<p>@here</p>', '@\u200Bhere'],
    ['<p><a href="javascript:alert(1)">click</a></p>', 'click'],
    [
      '<p><a href="https://evil.example/">https://good.example</a></p>',
      'https://good.example (<https://evil.example/>)',
    ],
  ])('%s becomes %j', async (html, text) => {
    expect(await payload(created({ comment: { html } }))).toHaveProperty('blocks.1', section(text));
  });

  it('cannot forge a link with link markup', async () => {
    const shown = await said('<p>&lt;https://evil.example|https://good.example&gt;</p>');
    expect(shown).toBe('"&lt;https://evil.example|https://good.example&gt;"');
  });

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

  it.each(['<!channel>', '*bold*', 'https://evil.example/'])(
    'is no more alive where its author is called %j',
    async (name) => {
      const body = await bodyOf(created({ comment: { author: { name, url: null, avatar: null } } }));
      expect(fixture.faults(body)).toEqual([]);
      expect(body).not.toContain('<https://evil.example');
      expect(body).not.toContain('**');
    },
  );
});

it.each(['Devon*Young', '*Devon', 'Devon*'])('an author called %s is bold as a whole', async (name) => {
  const body = await payload(created({ comment: { author: { name, url: null, avatar: null } } }));
  expect(body).toHaveProperty('blocks.0.text.text', expect.stringMatching(/^\*[^*]+\* on /));
});

const NO_WEBHOOK = {
  kind: 'config',
  field: 'url',
  detail: expect.stringContaining('https://hooks.slack.com/services/…'),
};

it.each(['https://hooks.slack.com/triggers/T0/1/x', 'HTTPS://hooks.slack-gov.com/workflows/T0/A0/1/x'])(
  'says of the URL of a workflow, %s, which one is needed',
  (url) => {
    const { issues = [] } = v.safeParse(slack.schema, { url });
    expect(issues.map(({ message }) => message)).toEqual([
      expect.stringContaining('https://hooks.slack.com/services/…'),
    ]);
  },
);

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
      section(
        '*Comments on QQ (qq) cannot be read*\nSince 2007-02-18 23:25 UTC: HTTP 500 &lt;b&gt;\n' +
          'Earshot keeps trying, and says when it is back.',
      ),
      context(`<https://blog.example/|Open the site> · ${DATE}`),
    ],
  });
});
