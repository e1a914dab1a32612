import { describe, expect, it } from 'vitest';
import { type CommentMessage, type DeliveryContext, NO_REFS } from '../../../worker/destination/channel.ts';
import { bodyOfDiscord, fixture } from '../fixture/discord.ts';
import { created, everyType } from '../messages.ts';
import { ABOUT, http } from '../opened.ts';
import { aliveIn } from './reading.ts';
import { BASE, bodyOf, html, ID, IN_FORUM, MESSAGE, open, refs, render, THREAD, updated, URL_OF } from './rendered.ts';

describe('addresses', () => {
  it.each([
    [URL_OF, `${BASE}?wait=true`],
    [`${URL_OF}/?wait=false`, `${BASE}?wait=true`],
    [`${URL_OF}/slack`, `${BASE}?wait=true`],
    [`https://discordapp.com/api/v6/webhooks/${ID}/abc`, `https://discord.com/api/v10/webhooks/${ID}/abc?wait=true`],
    [`https://ptb.discord.com/api/webhooks/${ID}/abc`, `https://ptb.discord.com/api/v10/webhooks/${ID}/abc?wait=true`],
    [`https://relay.example/x/api/webhooks/${ID}/a`, `https://relay.example/x/api/v10/webhooks/${ID}/a?wait=true`],
    [`${URL_OF}?thread_id=${THREAD}`, `${BASE}?wait=true&thread_id=${THREAD}`],
  ])('of %s', async (url, expected) => {
    expect((await render(created(), NO_REFS, ABOUT, { url })).url).toBe(expected);
  });

  it('names the webhook and the thread as its place', () => {
    expect(open().place).toBe(`discord:${ID}`);
    expect(open({ url: `${URL_OF}?thread_id=${THREAD}` }).place).toBe(`discord:${ID}/${THREAD}`);
  });

  it('threads but where one thread is given, or none is wanted', () => {
    expect([{}, { threads: 'only' }, { threads: false }].map((of) => open(of).threads)).toEqual([true, true, false]);
    expect(open({ url: `${URL_OF}?thread_id=${THREAD}` }).threads).toBe(false);
  });
});

describe('a message', () => {
  it('looks like one of Discord’s', async () => {
    expect(await bodyOf(created())).toEqual({
      content: [
        '**Devon Young** commented on [QQ & friends](<https://blog.example/qq.php>)',
        '',
        'Half a billion, *wow*.',
        '',
        '-# [Open the comment](<https://blog.example/qq.php#c29321>) · <t:1171927536:f> · Comments on QQ',
      ].join('\n'),
      embeds: [],
      allowed_mentions: { parse: [] },
      flags: 4,
    });
  });

  it('has an embed only for what has no room in the text', async () => {
    const short = await html(`<p>${'word '.repeat(360)}</p>`);
    expect(short.embeds).toEqual([]);
    const long = await html(`<p>${'word '.repeat(700)}</p>`);
    expect(long.embeds.map(({ description }) => description.length)).toEqual([3_499]);
    expect(long.content).toContain('**Devon Young**');
    expect(long.flags).toBe(0);
    const longest = await html(`<p>${'word '.repeat(2_000)}</p>`);
    expect(longest.embeds[0]?.description).toMatch(
      / word…\n\[Read the rest\]\(<https:\/\/blog\.example\/qq\.php#c29321>\)$/,
    );
    expect(longest.embeds[0]?.description.length).toBeGreaterThan(4_000);
  });

  it('is without a sound where that is wanted, but no edit is', async () => {
    expect((await bodyOf(created(), NO_REFS, ABOUT, { silent: true })).flags).toBe(4_100);
    expect((await bodyOf(updated, refs({ sent: MESSAGE }), ABOUT, { silent: true })).flags).toBe(4);
  });

  it('pings the owner’s own alone, and not by an edit', async () => {
    const mention = [ID, `&${THREAD}`, '@here', ID];
    const message = created({ comment: { html: `<p>@here &lt;@${MESSAGE}&gt;</p>` } });
    const body = await bodyOf(message, NO_REFS, ABOUT, { mention });
    expect(body.content).toMatch(new RegExp(`^<@${ID}> <@&${THREAD}> @here\n\\*\\*Devon Young`));
    expect(body.allowed_mentions).toEqual({ parse: ['everyone'], users: [ID], roles: [THREAD] });
    expect(aliveIn(body.content.slice(body.content.indexOf('\n')))).toEqual([]);
    const edit = await bodyOf(updated, refs({ sent: MESSAGE }), ABOUT, { mention });
    expect(edit.allowed_mentions).toEqual({ parse: [] });
    expect(edit.content).not.toContain('@here');
    expect((await bodyOf(created(), NO_REFS, ABOUT, { mention: ID })).allowed_mentions).toEqual({
      parse: [],
      users: [ID],
    });
  });

  it('has room for fifty pings', async () => {
    const mention = Array.from({ length: 50 }, (_, at) => `&${10n ** 19n + BigInt(at)}`);
    const body = await bodyOf(created({ comment: { html: `<p>${'word '.repeat(2_000)}</p>` } }), NO_REFS, ABOUT, {
      mention,
    });
    expect(body.allowed_mentions.roles).toHaveLength(50);
    expect(body.embeds).toHaveLength(1);
  });
});

/** Name of the thread that a roundup opens in a forum. */
async function threadOf(comments: readonly CommentMessage[], about: DeliveryContext = IN_FORUM) {
  const request = await open().roundup?.(comments, NO_REFS, about);
  return request === undefined ? null : bodyOfDiscord(http(request).body).thread_name;
}

describe('threads', () => {
  it('open in a forum by the first message, with the name of the post', async () => {
    expect((await bodyOf(created(), NO_REFS, IN_FORUM)).thread_name).toBe('QQ & friends');
    const long = created({ post: { id: null, url: null, title: '中'.repeat(300) } });
    expect((await bodyOf(long, NO_REFS, IN_FORUM)).thread_name).toHaveLength(100);
    const untitled = created({ post: null });
    expect((await bodyOf(untitled, NO_REFS, IN_FORUM)).thread_name).toBe('Comments on QQ');
  });

  it('take later messages', async () => {
    const request = await render(created(), refs({ thread: THREAD }), IN_FORUM);
    expect(request.url).toBe(`${BASE}?wait=true&thread_id=${THREAD}`);
    expect(bodyOfDiscord(request.body)).not.toHaveProperty('thread_name');
  });

  it('are one for each message where no threads are wanted', async () => {
    const request = await render(created(), refs({ thread: THREAD }), IN_FORUM, { threads: false });
    expect(request.url).toBe(`${BASE}?wait=true`);
    expect(bodyOfDiscord(request.body).thread_name).toBe('QQ & friends');
  });

  it('have one for each message that is about no post', async () => {
    for (const message of everyType()) expect((await bodyOf(message, NO_REFS, IN_FORUM)).thread_name).toBeTruthy();
  });

  it('are named by the post in a roundup of one, and by their number in that of several and in a digest', async () => {
    const other = created({ post: { id: 'x', url: null, title: 'Other' }, comment: { id: 'x' } });
    expect(await threadOf([created(), created({ comment: { id: 'y' } })])).toBe('QQ & friends');
    expect(await threadOf([created(), other])).toBe('2 comments in Comments on QQ');
    expect(await threadOf([created()], { ...IN_FORUM, isDigest: true })).toBe('1 comment in Comments on QQ');
  });

  it('take no reference that is none of Discord’s', async () => {
    const request = await render(updated, refs({ thread: '../x', sent: '1.2' }), IN_FORUM);
    expect([request.method, request.url]).toEqual(['POST', `${BASE}?wait=true`]);
  });
});

describe('a roundup', () => {
  it('shows as many comments as it says, and no more', async () => {
    const comments = Array.from({ length: 200 }, (_, at) =>
      created({ comment: { id: `c${at}`, text: `${at} ${'word '.repeat(30)}` } }),
    );
    const channel = open();
    const count = channel.capacity?.(comments) ?? 0;
    const shown = async (of: number) => {
      const request = await channel.roundup?.(comments.slice(0, of), NO_REFS, ABOUT);
      return request === undefined ? '' : fixture.read(http(request).body);
    };
    expect(count).toBeGreaterThan(10);
    expect(await shown(count)).not.toContain('more comment');
    expect(await shown(count + 1)).toContain('more comment');
    expect(channel.capacity?.(comments.slice(0, 1))).toBe(1);
  });
});

describe('an edit', () => {
  it.each([
    [MESSAGE, `${BASE}/messages/${MESSAGE}`],
    [`${THREAD}/${MESSAGE}`, `${BASE}/messages/${MESSAGE}?thread_id=${THREAD}`],
  ])('of %s goes to that message', async (sent, url) => {
    const request = await render(updated, refs({ sent, thread: THREAD }), IN_FORUM);
    expect([request.method, request.url]).toEqual(['PATCH', url]);
    expect(bodyOfDiscord(request.body)).toMatchObject({ embeds: [], allowed_mentions: { parse: [] }, flags: 4 });
    expect(bodyOfDiscord(request.body)).not.toHaveProperty('thread_name');
  });
});
