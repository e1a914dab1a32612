import { describe, expect, it } from 'vitest';
import { NO_REFS } from '../../worker/destination/channel.ts';
import { MARKDOWN } from '../../worker/destination/mattermost/dialect.ts';
import { mattermost } from '../../worker/destination/mattermost/mattermost.ts';
import type { Answer } from '../../worker/exchange.ts';
import { fixture } from './fixture/mattermost.ts';
import { created, everyType } from './messages.ts';
import { ABOUT, bodyOf, opened } from './opened.ts';

const URL = 'https://chat.example/hooks/xxwm4qsk3byp9yfsoeqdyssuyr';
const channel = opened(mattermost, { url: URL });

async function text(message = created(), settings: object = {}): Promise<string> {
  const request = await opened(mattermost, { url: URL, ...settings }).render(message, NO_REFS, ABOUT);
  return JSON.parse(bodyOf(request)).text;
}

function said(status: number, body: string | null): Answer {
  return { kind: 'answered', status, retryAfter: null, body };
}

describe('a comment in Mattermost', () => {
  it('shows who wrote it, on what, what, where and when', async () => {
    expect(await text()).toBe(
      [
        '**Devon Young** commented on [QQ & friends](https://blog.example/qq.php)',
        '',
        'Half a billion, *wow*.',
        '',
        '[Open the comment](https://blog.example/qq.php#c29321) · 2007-02-19 23:25 UTC · Comments on QQ',
      ].join('\n'),
    );
  });

  it('says of an edit that it is one, since no message can be edited', async () => {
    const [, updated] = everyType();
    if (updated === undefined) throw new Error('no comment.updated');
    const request = await channel.render(updated, { ...NO_REFS, sent: 'x' }, ABOUT);
    expect(bodyOf(request)).toContain('edited a comment on');
  });

  it('pings whom its owner named, and nobody else', async () => {
    const hostile = created({ comment: { html: '<p>@all &lt;!here&gt;</p>' } });
    const shown = await text(hostile, { mention: ['@here', '@ada.l'] });
    expect(shown).toMatch(/^@here @ada\.l \*\*Devon Young\*\*/);
    expect(shown.slice('@here @ada.l '.length)).not.toMatch(/@\w/);
  });

  it('is silent where its owner wants that', async () => {
    const silent = opened(mattermost, { url: URL, silent: true });
    expect(bodyOf(await silent.render(created(), NO_REFS, ABOUT))).toContain('"silent":true');
    expect(bodyOf(await channel.render(created(), NO_REFS, ABOUT))).not.toContain('silent');
  });

  it('counts in a roundup the comments that fit it whole', async () => {
    const many = Array.from({ length: 200 }, (_, at) =>
      created({ comment: { id: `c${at}`, text: `text ${at}. `.repeat(20) } }),
    );
    const count = channel.capacity?.(many) ?? 0;
    const shown = async (some: typeof many) => {
      const request = await channel.roundup?.(some, NO_REFS, ABOUT);
      return request === undefined ? '' : bodyOf(request);
    };
    expect(count).toBeGreaterThan(10);
    expect(await shown(many.slice(0, count))).not.toContain('more comment');
    expect(await shown(many.slice(0, count + 1))).toContain('more comment');
    expect(fixture.faults(await shown(many))).toEqual([]);
  });
});

describe("text in Mattermost's markdown", () => {
  it.each([
    ['@all', '@\u200Ball'],
    ['~town-square', '\\~\u200Btown-square'],
    ['#hashtag # 1', '#\u200Bhashtag # 1'],
    ['<!channel> &lt;!here>', '&lt;\\!channel> &amp;lt;\\!here>'],
    ['snake_case *b* `c`', 'snake\\_case \\*b\\* \\`c\\`'],
    ['$$x$$', '&#36;&#36;x&#36;&#36;'],
    ['www.evil.com evil.com/x', 'www\\.evil.com evil\\.com/x'],
    ['feed:qq 10:30', 'feed:\u200Bqq 10:30'],
    ['AT&T; R&D', 'AT&amp;T; R&D'],
  ])('%j becomes %j', (words, written) => {
    expect(MARKDOWN.text(words)).toBe(written);
  });

  it('fences code that has fences in it, and no command of Slack’s', () => {
    expect(MARKDOWN.pre?.(['```', '<!channel> <b>'], false)).toEqual(['````', '```', '<\u200B!channel> <b>', '````']);
    expect(MARKDOWN.code?.('a`b')).toBe('``a`b``');
    expect(MARKDOWN.code?.('`')).toBe('`` ` ``');
  });

  it('keeps a link’s target whole', () => {
    expect(MARKDOWN.link('https://a.example/x_(y)?a=1&copy;=2', 'x')).toBe(
      '[x](https://a.example/x_%28y%29?a=1&amp;copy;=2)',
    );
  });
});

describe("Mattermost's answers", () => {
  it.each([
    [200, 'ok', null],
    [200, null, null],
    [200, '<html>', expect.objectContaining({ kind: 'config', field: 'url' })],
    [400, 'web.incoming_webhook.invalid.app_error', broken('web.incoming_webhook.invalid.app_error')],
    [400, 'web.incoming_webhook.text.app_error', { kind: 'message', code: 'web.incoming_webhook.text.app_error' }],
    [400, 'web.incoming_webhook.parse.app_error', { kind: 'message', code: 'web.incoming_webhook.parse.app_error' }],
    [403, 'web.incoming_webhook.channel_locked.app_error', broken('web.incoming_webhook.channel_locked.app_error')],
    [403, 'web.incoming_webhook.permissions.app_error', broken('web.incoming_webhook.permissions.app_error')],
    [403, 'web.incoming_webhook.user.app_error', broken('web.incoming_webhook.user.app_error')],
    [404, 'web.incoming_webhook.channel.app_error', broken('web.incoming_webhook.channel.app_error')],
    [404, 'app.channel.get.existing.app_error', broken('app.channel.get.existing.app_error')],
    [
      413,
      'api.context.request_body_too_large.app_error',
      { kind: 'message', code: 'api.context.request_body_too_large.app_error' },
    ],
    [429, 'limit exceeded', { kind: 'slow-down', wait: null }],
    [500, 'app.post.save.app_error', null],
    [500, 'web.incoming_webhook.channel.app_error', null],
    [501, 'web.incoming_webhook.disabled.app_error', broken('web.incoming_webhook.disabled.app_error')],
    [502, '<html>', null],
  ])('%i %s', async (status, body, verdict) => {
    const request = await channel.render(created(), NO_REFS, ABOUT);
    const json = body?.includes('app_error') ? JSON.stringify({ id: body, message: 'm', status_code: status }) : body;
    expect(channel.read(said(status, json), request)).toEqual({ verdict, receipt: null, learned: null });
  });
});

function broken(code: string) {
  return { kind: 'broken', code, probe: 'hourly' };
}
