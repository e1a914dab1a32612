import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type CommentMessage, NO_REFS, type Refs } from '../../worker/destination/channel.ts';
import { platforms } from '../../worker/destination/registry.ts';
import { writeHtml } from '../../worker/markup/write/html.ts';
import { textMarkup } from '../../worker/markup/read/parse.ts';
import type { Message } from '../../worker/model.ts';
import { casesOf } from './fixture/fixture.ts';
import { created } from './messages.ts';
import { ABOUT, bodyOf, opened } from './opened.ts';
import { threaded } from './threaded.ts';

const FAMILY = '👩‍👩‍👧‍👦';

function edited(message: CommentMessage): Message {
  return { ...message, type: 'comment.updated' };
}

/** A comment with that text on one of so many posts. */
function numbered(index: number, posts: number, text = `Comment ${index}.`): CommentMessage {
  const post = index % posts;
  return {
    ...created({
      post: { id: null, url: `https://blog.example/${post}`, title: `Post ${post}` },
      comment: { id: `c${index}`, text, html: `<p>${text}</p>`, url: `https://blog.example/#c${index}` },
    }),
    timestamp: new Date(Date.parse('2026-11-20T10:00:00Z') + index * 60_000).toISOString(),
  };
}

// What the chats show; a webhook gets the message itself, and the tests' own chat only its words.
const chats = platforms.filter(({ family }) => family === 'chat');

describe.each(await casesOf(chats))('$title', ({ platform, fixture }) => {
  const channel = opened(platform, fixture.settings);
  const read = async (message: Message, refs: Refs = NO_REFS): Promise<string> =>
    fixture.read(bodyOf(await channel.render(message, refs, ABOUT)));
  const faults = async (message: Message, refs: Refs = NO_REFS): Promise<readonly string[]> =>
    fixture.faults(bodyOf(await channel.render(message, refs, ABOUT)));

  it('says "commented on", and of an edit that comes as a message of its own that it is one', async () => {
    expect(await read(created())).toContain('commented on');
    expect(await read(edited(created()))).toContain('edited a comment on');
  });

  it('quotes what a reply answers, as it was sent', async () => {
    const parent = { sent: '1171927531.000300', author: 'Ada', excerpt: 'The kettle sings' };
    const inReplyTo = { id: 'c1', url: 'https://blog.example/#c1', author: 'Ada' };
    const reply = created({ comment: { inReplyTo } });
    const text = await read(reply, { ...NO_REFS, parent: { ...parent } });
    expect(text).toContain('In reply to Ada');
    expect(text.includes('The kettle sings')).toBe(fixture.quotesParents !== false);
    expect(await faults(reply, { ...NO_REFS, parent })).toEqual([]);
  });

  it.each([
    ['Chinese', '看。中国人民爱看书'.repeat(2_500)],
    ['emoji', FAMILY.repeat(2_000)],
    ['Arabic', 'مرحبا بالعالم '.repeat(3_000)],
    ['words', 'lorem ipsum '.repeat(4_000)],
  ])('cuts a long comment (%s) at a whole character, with a link to the rest', async (_of, text) => {
    const url = 'https://blog.example/qq.php#c29321';
    const message = created({ comment: { text, html: writeHtml(textMarkup(text)), url } });
    const shown = await read(message);
    expect(await faults(message)).toEqual([]);
    expect(shown.includes(text.trimEnd()) || shown.includes('Read the rest')).toBe(true);
    expect(shown.isWellFormed()).toBe(true);
    expect(shown.replaceAll(FAMILY, '')).not.toMatch(/\u200D/);
    expect(shown).toContain(text.slice(0, 200).trimEnd());
  });

  it('shows a comment that fits whole, without a link to the rest', async () => {
    expect(await read(created())).not.toContain('Read the rest');
  });

  it('lists many comments by post, the post with the newest first, each with its author and beginning', async () => {
    const roundup = await channel.roundup?.(
      [0, 1, 2, 3].map((index) => numbered(index, 2)),
      NO_REFS,
      ABOUT,
    );
    if (roundup === undefined) throw new Error('no roundup');
    const shown = fixture.read(bodyOf(roundup));
    expect(fixture.faults(bodyOf(roundup))).toEqual([]);
    expect(shown).toContain('4 comments');
    const order = ['Post 1', 'Comment 1.', 'Comment 3.', 'Post 0', 'Comment 0.', 'Comment 2.'];
    const places = order.map((words) => shown.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  it('counts those of a roundup that it has no room for, and says how many it has room for', async () => {
    const many = Array.from({ length: 300 }, (_, index) => numbered(index, 40, 'lorem ipsum '.repeat(20)));
    const roundup = await channel.roundup?.(many, NO_REFS, ABOUT);
    const count = channel.capacity?.(many) ?? 0;
    if (roundup === undefined) throw new Error('no roundup');
    expect(fixture.faults(bodyOf(roundup))).toEqual([]);
    expect(count).toBeGreaterThan(2);
    expect(/… and \d+ more comments/.test(fixture.read(bodyOf(roundup)))).toBe(count < many.length);
    const whole = await channel.roundup?.(many.slice(0, count), NO_REFS, ABOUT);
    if (whole === undefined) throw new Error('no roundup');
    expect(fixture.faults(bodyOf(whole))).toEqual([]);
    expect(fixture.read(bodyOf(whole))).not.toMatch(/… and \d+ more comments/);
  });

  it.each([
    ['words', '{{comment.author.name}}: {{text}}', 'Ada', 'Some words'],
    ['pieces of a mention', '{{comment.author.name}}{{post.title}}', '@', 'here'],
    ['pieces of a tag', '{{comment.author.name}}{{post.title}}', '<', '!channel>'],
    ['pieces of a code', '{{comment.author.name}}{{post.title}}', ':tada', ':'],
    ['pieces of a link', '{{comment.author.name}}{{post.title}}', '[x]', '(https://evil.example/)'],
    ['an address with a neighbour', '{{comment.url}}{{post.title}}', 'Ada', '.evil.example'],
    ['a placeholder', '{{comment.author.name}}', '{{comment.url}}', 'Some words'],
  ])('is in its owner’s words alone, and they are harmless: %s', async (_what, template, name, words) => {
    const own = opened(platform, { ...v.parse(v.record(v.string(), v.unknown()), fixture.settings), template });
    const author = { name, url: null, avatar: null };
    const post = { id: null, url: null, title: words };
    const message = created({ post, comment: { author, text: words } });
    expect(fixture.faults(bodyOf(await own.render(message, NO_REFS, ABOUT)))).toEqual([]);
  });

  it('shows an edit inside a roundup in the place of its comment', async () => {
    const first = numbered(1, 1);
    const edit = { ...numbered(1, 1, 'Put right.'), id: 'msg_edit', type: 'comment.updated' } as const;
    const roundup = await channel.roundup?.([first, edit], NO_REFS, ABOUT);
    if (roundup === undefined) throw new Error('no roundup');
    const shown = fixture.read(bodyOf(roundup));
    expect(shown).toContain('1 comment');
    expect(shown).toContain('Put right.');
    expect(shown).not.toContain('Comment 1.');
  });
});

describe.each(await casesOf([...chats, threaded]))('$title', ({ platform, fixture }) => {
  const channel = opened(platform, fixture.settings);

  it('sends an edit of what was sent to another address, or in another way, than a new message, if it can edit', async () => {
    const edit = edited(created());
    const asNew = await channel.render(edit, NO_REFS, ABOUT);
    const inPlace = await channel.render(edit, { ...NO_REFS, sent: fixture.sent ?? '1' }, ABOUT);
    expect(isDeepStrictEqual(inPlace, asNew)).toBe(!channel.edits);
  });

  it('sends a comment into a thread that it is given, if it threads', async () => {
    const alone = await channel.render(created(), NO_REFS, ABOUT);
    const within = await channel.render(created(), { ...NO_REFS, thread: fixture.sent ?? '1' }, ABOUT);
    // A chat that knows a thread by a key of ours has no name for it.
    expect(isDeepStrictEqual(within, alone)).toBe(!channel.threads || fixture.sent === undefined);
  });
});
