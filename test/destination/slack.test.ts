import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { slack } from '../../worker/destination/slack.ts';
import type { Message } from '../../worker/model.ts';
import { fixture } from './fixture/slack.ts';
import { context, DATE, section } from './slack-blocks.ts';
import { created, everyType, FEED } from './messages.ts';

const settings = { url: 'https://hooks.slack.com/services/T0/B0/x' };

function payload(message: Message): unknown {
  return JSON.parse(slack.render(message, settings).body);
}

/** Slack's text of a comment with such HTML. */
function said(html: string): string {
  return (
    /"type":"section","text":\{"type":"mrkdwn","text":("(?:[^"\\]|\\.)*")/g.exec(
      slack.render(created({ comment: { html } }), settings).body.replace('"type":"section"', ''),
    )?.[1] ?? ''
  );
}

describe('a comment in Slack', () => {
  it('shows who wrote it, on what, what, where and when', () => {
    expect(payload(created())).toEqual({
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
  ])('shows whom it answers: %j at %j', (author, url, shown) => {
    expect(payload(created({ comment: { inReplyTo: { id: 'c1', url, author } } }))).toHaveProperty(
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
  ])('says where it was written, of a post %j', (post, shown) => {
    expect(payload(created({ post }))).toHaveProperty('blocks.0', section(`*Devon Young* on ${shown}`));
  });

  it('says of an edit that it is one', () => {
    const [, updated] = everyType();
    if (updated === undefined) throw new Error('no comment.updated');
    expect(payload(updated)).toHaveProperty('blocks.0.text.text', expect.stringContaining('edited a comment on'));
  });

  it('has no section for a comment without text', () => {
    const silent = payload(created({ comment: { html: '', text: '' } }));
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
  ])('%s becomes %j', (html, text) => {
    expect(payload(created({ comment: { html } }))).toHaveProperty('blocks.1', section(text));
  });

  it('cannot forge a link with link markup', () => {
    const shown = said('<p>&lt;https://evil.example|https://good.example&gt;</p>');
    expect(shown).toBe('"&lt;https://evil.example|https://good.example&gt;"');
  });

  it.each(['<!channel>', '*bold*', 'https://evil.example/'])(
    'is no more alive where its author is called %j',
    (name) => {
      const body = slack.render(created({ comment: { author: { name, url: null, avatar: null } } }), settings).body;
      expect(fixture.faults(body)).toEqual([]);
      expect(body).not.toContain('<https://evil.example');
      expect(body).not.toContain('**');
    },
  );
});

it.each(['Devon*Young', '*Devon', 'Devon*'])('an author called %s is bold as a whole', (name) => {
  const body = payload(created({ comment: { author: { name, url: null, avatar: null } } }));
  expect(body).toHaveProperty('blocks.0.text.text', expect.stringMatching(/^\*[^*]+\* on /));
});

describe('a long comment in Slack', () => {
  const words = Array.from({ length: 3_000 }, (_, index) => `word${index}`).join(' ');

  it('is cut at a word, with a link to the rest', () => {
    const shown = said(`<p>${words}</p>`);
    expect(shown).toMatch(/^"word0 word1 .* word\d+…\\n<https:\/\/blog\.example\/qq\.php#c29321\|Read the rest>"$/);
    const [last = ''] = /word\d+(?=…)/.exec(shown) ?? [];
    expect(words.split(' ')).toContain(last);
    expect(shown.length).toBeGreaterThan(2_900);
  });

  it('is not cut where it fits', () => {
    const text = 'x'.repeat(2_900);
    expect(said(`<p>${text}</p>`)).toBe(`"${text}"`);
  });

  it('has a link to the rest where it had been cut before', () => {
    const html = '<p>Cut…</p>';
    expect(payload(created({ comment: { html, truncated: true } }))).toHaveProperty(
      'blocks.1',
      section('Cut…\n<https://blog.example/qq.php#c29321|Read the rest>'),
    );
  });

  it('says that there is more where it has no address', () => {
    const body = slack.render(created({ comment: { html: `<p>${words}</p>`, url: null } }), settings).body;
    expect(body).toContain('…"');
    expect(body).not.toContain('Read the rest');
  });
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
    [400, 'user_not_found', { kind: 'broken', code: 'user_not_found' }],
    [400, '<html>no code</html>', null],
    [403, 'action_prohibited', { kind: 'broken', code: 'action_prohibited' }],
    [403, 'invalid_token\n', { kind: 'broken', code: 'invalid_token' }],
    [404, 'channel_not_found', { kind: 'broken', code: 'channel_not_found' }],
    [404, 'no_service', { kind: 'broken', code: 'no_service' }],
    [410, 'channel_is_archived', { kind: 'broken', code: 'channel_is_archived' }],
    [429, 'rate_limited', { kind: 'slow-down', retryAfter: '30' }],
    [500, 'rollup_error', null],
    [503, 'no_service', null],
  ])('%i %j', (status, body, verdict) => {
    expect(
      slack.verdict({ kind: 'answered', status, retryAfter: '30', body }, slack.render(created(), settings)),
    ).toEqual(verdict);
  });
});

it('says a notice in words, with a link and the time', () => {
  const since = '2007-02-18T23:25:36Z';
  const data = { feed: FEED, reason: 'HTTP 500 <b>', since };
  expect(payload({ id: 'msg_1', type: 'feed.failing', timestamp: '2007-02-19T23:25:36Z', data })).toMatchObject({
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
