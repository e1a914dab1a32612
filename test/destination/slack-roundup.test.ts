import { describe, expect, it } from 'vitest';
import { type CommentMessage, NO_REFS } from '../../worker/destination/channel.ts';
import { slack } from '../../worker/destination/slack.ts';
import { created } from './messages.ts';
import { ABOUT, http, opened } from './opened.ts';
import { context, DATE, section } from './slack-blocks.ts';

const channel = opened(slack, { url: 'https://hooks.slack.com/services/T0/B0/x' });

async function roundup(comments: readonly CommentMessage[]): Promise<unknown> {
  const request = await channel.roundup?.(comments, NO_REFS, ABOUT);
  return JSON.parse(request === undefined ? '' : http(request).body);
}

/** A comment on one of so many posts. */
function numbered(index: number, posts: number): CommentMessage {
  const post = index % posts;
  return created({
    post: { id: null, url: `https://blog.example/${post}`, title: `Post ${post}` },
    comment: { text: `Comment ${index}`, url: `https://blog.example/#c${index}` },
  });
}

describe('a roundup in Slack', () => {
  it('says how many comments, on which posts, and shows the newest in short', async () => {
    expect(await roundup([0, 1, 3, 5].map((index) => numbered(index, 2)))).toEqual({
      text: '4 comments in Comments on QQ',
      blocks: [
        section('*4 comments* in <https://blog.example/|Comments on QQ>'),
        section('• 3 on <https://blog.example/1|Post 1>\n• 1 on <https://blog.example/0|Post 0>'),
        section(
          [
            '• *Devon Young* on <https://blog.example/1|Post 1> · Comment 5 · <https://blog.example/#c5|Open>',
            '• *Devon Young* on <https://blog.example/1|Post 1> · Comment 3 · <https://blog.example/#c3|Open>',
            '• *Devon Young* on <https://blog.example/1|Post 1> · Comment 1 · <https://blog.example/#c1|Open>',
            '• *Devon Young* on <https://blog.example/0|Post 0> · Comment 0 · <https://blog.example/#c0|Open>',
          ].join('\n'),
        ),
        context(DATE),
      ],
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it('counts edits apart', async () => {
    const edit = { ...numbered(1, 1), type: 'comment.updated' } as const;
    const body = JSON.stringify(await roundup([numbered(0, 1), edit]));
    expect(body).toContain('*1 comment and 1 edit*');
    expect(body).toContain('*Devon Young* edited a comment on <https://blog.example/0|Post 0> · Comment 1');
  });

  it('keeps a comment whose link is too long, and says so', async () => {
    const url = `https://blog.example/${'a'.repeat(3_000)}`;
    const body = JSON.stringify(await roundup([created({ comment: { url } })]));
    expect(body).toContain('Half a billion, wow. · Open (link left out: too long)');
  });

  it('counts what it has no room to show', async () => {
    const shown = JSON.stringify(await roundup(Array.from({ length: 1_000 }, (_, index) => numbered(index, 1_000))));
    expect(shown).toContain('… and 990 more posts');
    expect(shown).toContain('… and 995 more comments');
  });
});
