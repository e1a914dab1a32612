import { describe, expect, it } from 'vitest';
import { type CommentMessage, NO_REFS } from '../../../worker/destination/channel.ts';
import { fixture } from '../fixture/slack.ts';
import { created } from '../messages.ts';
import { ABOUT, http } from '../opened.ts';
import { channel, context, DATE, link, list, richText, section, text } from './payload.ts';

async function roundup(comments: readonly CommentMessage[]): Promise<string> {
  const request = await channel.roundup?.(comments, NO_REFS, ABOUT);
  return request === undefined ? '' : http(request).body;
}

/** A comment on one of so many posts. */
function numbered(index: number, posts: number): CommentMessage {
  const post = index % posts;
  return created({
    post: { id: null, url: `https://blog.example/${post}`, title: `Post ${post}` },
    comment: { id: `c${index}`, text: `Comment ${index}`, url: `https://blog.example/#c${index}` },
  });
}

function item(index: number): unknown {
  return section(
    text('Devon Young', 'bold'),
    text(`: Comment ${index} · `),
    link(`https://blog.example/#c${index}`, 'Open'),
  );
}

describe('a roundup in Slack', () => {
  it('says how many comments, and lists them by post', async () => {
    expect(JSON.parse(await roundup([0, 1, 3].map((index) => numbered(index, 2))))).toEqual({
      text: '3 comments in Comments on QQ',
      blocks: [
        richText(section(text('3 comments', 'bold'), text(' in '), link('https://blog.example/', 'Comments on QQ'))),
        richText(section(link('https://blog.example/0', 'Post 0', 'bold')), list(item(0))),
        richText(section(link('https://blog.example/1', 'Post 1', 'bold')), list(item(1), item(3))),
        context(DATE),
      ],
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it('counts edits apart', async () => {
    const edit = { ...numbered(1, 1), type: 'comment.updated' } as const;
    const read = fixture.read(await roundup([numbered(0, 1), edit]));
    expect(read).toContain('1 comment and 1 edit');
    expect(read).toContain('Devon Young (edited): Comment 1');
  });

  it('keeps a comment whose link is too long, and says so', async () => {
    const url = `https://blog.example/${'a'.repeat(3_000)}`;
    const read = fixture.read(await roundup([created({ comment: { url } })]));
    expect(read).toContain('Half a billion, wow. · Open (link left out: too long)');
  });

  it.each([1, 1_000])('of a thousand comments on %i posts counts what it has no room to show', async (posts) => {
    const body = await roundup(Array.from({ length: 1_000 }, (_, index) => numbered(index, posts)));
    expect(fixture.faults(body)).toEqual([]);
    const shown = body.match(/: Comment \d+/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(20);
    expect(fixture.read(body)).toContain(`… and ${1_000 - shown} more comments`);
  });

  it.each([1, 3, 200])('has all comments that it says it has room for, of those on %i posts', async (posts) => {
    const comments = Array.from({ length: 200 }, (_, index) => numbered(index, posts));
    const count = channel.capacity?.(comments) ?? 0;
    expect(count).toBeGreaterThan(20);
    expect(count).toBeLessThan(200);
    expect(await roundup(comments.slice(0, count))).not.toContain('more comment');
    expect(await roundup(comments.slice(0, count + 1))).toMatch(/… and \d more comment/);
    for (const some of [1, 2, 3, 10]) expect(channel.capacity?.(comments.slice(0, some))).toBe(some);
  });
});
