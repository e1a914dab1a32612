import { describe, expect, it } from 'vitest';
import { NO_REFS } from '../../worker/destination/channel.ts';
import { googlechat } from '../../worker/destination/googlechat/googlechat.ts';
import type { Message, Post } from '../../worker/model.ts';
import { created, everyType, POST } from './messages.ts';
import { ABOUT, http, opened } from './opened.ts';
import { settingsIssues } from './settings-issues.ts';

const URL_OF_WEBHOOK = 'https://chat.googleapis.com/v1/spaces/AAAAb1/messages?key=AIza&token=s3cr3t%3D';
const plain = opened(googlechat, { url: URL_OF_WEBHOOK });
const threaded = opened(googlechat, { url: URL_OF_WEBHOOK, threads: true });

async function sent(message: Message, channel = plain) {
  const request = http(await channel.render(message, NO_REFS, ABOUT));
  return { url: new URL(request.url), body: JSON.parse(request.body) };
}

/** Texts of a card's paragraphs. */
async function paragraphs(html: string): Promise<readonly string[]> {
  const { body } = await sent(created({ comment: { html } }));
  const { widgets } = body.cardsV2[0].card.sections[0];
  return widgets.flatMap((one: { textParagraph?: { text: string } }) => one.textParagraph?.text ?? []);
}

describe('a comment in Google Chat', () => {
  it('is a card, with a text for notifications', async () => {
    expect((await sent(created())).body).toEqual({
      cardsV2: [
        {
          cardId: 'earshot',
          card: {
            sections: [
              {
                widgets: [
                  {
                    textParagraph: {
                      text: '<b>Devon Young</b> commented on <a href="https://blog.example/qq.php">QQ &amp; friends</a>',
                    },
                  },
                  { textParagraph: { text: 'Half a billion, <i>wow</i>.' } },
                  {
                    textParagraph: { text: '<font color="#5f6368">2007-02-19 23:25 UTC · Comments on QQ</font>' },
                  },
                  {
                    buttonList: {
                      buttons: [
                        {
                          text: 'Open the comment',
                          onClick: { openLink: { url: 'https://blog.example/qq.php#c29321' } },
                        },
                      ],
                    },
                  },
                ],
              },
            ],
          },
        },
      ],
      fallbackText: 'Devon Young on QQ & friends: Half a billion, wow.',
    });
  });

  it.each([
    ['<p>a</p><p>b<br>c</p>', 'a<br><br>b<br>c'],
    ['<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>', '▎ a<br><br>▎▎ b'],
    ['<ul><li>a<ol start="3"><li>b</li></ol></li></ul>', '• a<br>\u00a0\u00a0\u00a03. b'],
    ['<pre>if\n  x &lt; y</pre>', 'if<br>\u00a0\u00a0x &lt; y'],
    ['<h2>a</h2><hr><p><s>b</s></p>', '<b>a</b><br><br>———<br><br><s>b</s>'],
    [
      '<p><a href="https://a.example/?a=1&amp;b=%22"><b>x</b></a></p>',
      '<b><a href="https://a.example/?a=1&amp;b=%22">x</a></b>',
    ],
  ])('writes %s', async (html, written) => {
    expect((await paragraphs(html))[1]).toBe(written);
  });

  it('lets no ping live in the text for notifications', async () => {
    const { body } = await sent(created({ comment: { author: { name: '<users/all>', url: null, avatar: null } } }));
    expect(body.fallbackText).toContain('<\u200busers/all>');
    expect(body).not.toHaveProperty('text');
  });

  it('pings whom the owner names, beside the card', async () => {
    const channel = opened(googlechat, { url: URL_OF_WEBHOOK, mention: ['users/all', 'users/123'] });
    expect((await sent(created(), channel)).body.text).toBe('<users/all> <users/123>');
  });
});

describe('a request to Google Chat', () => {
  it('keeps the webhook’s own parameters, and names the delivery', async () => {
    const { url } = await sent(created());
    expect(Object.fromEntries(url.searchParams)).toEqual({ key: 'AIza', token: 's3cr3t=', requestId: 'msg_created' });
    const replay = http(await plain.render(created(), NO_REFS, { ...ABOUT, deliveryId: 'msg_replay' }));
    expect(replay.url).toContain('requestId=msg_replay');
  });

  it('has a place that is the space, whichever webhook it is', () => {
    expect(plain.place).toBe('googlechat:AAAAb1');
    expect(opened(googlechat, { url: 'https://proxy.example/x' }).place).toBe('googlechat:proxy.example');
  });
});

/** Key of the thread that a comment on the post goes to. */
async function keyOf(post: Post | null, channel = threaded): Promise<unknown> {
  const { url, body } = await sent(created({ post }), channel);
  expect(url.searchParams.get('messageReplyOption')).toBe(
    body.thread === undefined ? null : 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD',
  );
  return body.thread?.threadKey ?? null;
}

/** The same of a roundup of comments on these posts. */
async function keyOfRoundup(posts: readonly Post[]): Promise<unknown> {
  const comments = posts.map((post, at) => created({ post, comment: { id: `c${at}` } }));
  const request = await threaded.roundup?.(comments, NO_REFS, ABOUT);
  return request === undefined ? null : JSON.parse(http(request).body).thread?.threadKey;
}

describe('threads in Google Chat', () => {
  it('are off by default, since the space would hide the comments in them', async () => {
    expect(plain.threads).toBe(false);
    expect(await keyOf(POST, plain)).toBeNull();
    expect(await keyOf(POST, opened(googlechat, { url: URL_OF_WEBHOOK, threads: false }))).toBeNull();
  });

  it('are one per post, under any spelling of its address', async () => {
    const key = await keyOf(POST);
    expect(key).toMatch(/^[\da-f]{64}$/);
    const only = opened(googlechat, { url: URL_OF_WEBHOOK, threads: 'only' });
    expect(await keyOf({ ...POST, url: 'http://www.blog.example/qq.php#top', id: 'x' }, only)).toBe(key);
    expect(await keyOf({ ...POST, url: 'https://blog.example/qq.php?p=2' })).not.toBe(key);
  });

  it('are by the post’s id where it has no address, and none where it has neither', async () => {
    expect(await keyOf({ id: 'tag:x', url: null, title: null })).toMatch(/^[\da-f]{64}$/);
    expect(await keyOf({ id: null, url: null, title: 'QQ' })).toBeNull();
    expect(await keyOf(null)).toBeNull();
  });

  it('are not those of another feed’s posts, where ids are plain numbers', async () => {
    const keys = [];
    for (const name of ['qq', 'kites']) {
      const post = { id: '7', url: null, title: null };
      keys.push(
        (await sent(created({ post, feed: { name, title: null, homePage: null } }), threaded)).body.thread.threadKey,
      );
    }
    expect(new Set(keys).size).toBe(2);
  });

  it('hold a roundup of comments that spell their post’s address differently', async () => {
    const posts = [POST, { ...POST, url: 'http://www.blog.example/qq.php#top' }];
    expect(await keyOfRoundup(posts)).toBe(await keyOf(POST));
  });

  it('have no second key, where the webhook’s link was copied with one', async () => {
    const { url, body } = await sent(
      created(),
      opened(googlechat, { url: `${URL_OF_WEBHOOK}&threadKey=mine`, threads: true }),
    );
    expect(url.searchParams.has('threadKey')).toBe(false);
    expect(body.thread.threadKey).toMatch(/^[\da-f]{64}$/);
  });

  it('hold edits and roundups of the post, no notices, and no roundup of several', async () => {
    const key = await keyOf(POST);
    expect(await keyOfRoundup([POST, POST])).toBe(key);
    expect(await keyOfRoundup([POST, { ...POST, url: 'https://blog.example/other' }])).toBeUndefined();
    const notices = everyType().filter(({ type }) => !type.startsWith('comment.'));
    const bodies = await Promise.all(notices.map(async (notice) => (await sent(notice, threaded)).body));
    expect(bodies.filter((body) => 'thread' in body)).toEqual([]);
  });
});

it.each([
  ['https://chat.google.com/room/AAAA', 'a page of Google Chat'],
  ['https://chat.googleapis.com/v1/spaces/AAAA/messages?key=x', 'not the whole link'],
])('says of %s what is needed', (url, said) => {
  expect(settingsIssues(googlechat, { url })).toContain(said);
});
