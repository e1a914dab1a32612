import { expect, test } from 'vitest';
import { NO_REFS } from '../../../worker/destination/channel.ts';
import { commentContent } from '../../../worker/destination/content/comment.ts';
import type { Comment, Moderation } from '../../../worker/model.ts';
import { COMMENT, created, FEED } from '../messages.ts';

/** The links below a comment: their text and address. */
function links(comment: Partial<Comment>): readonly string[] {
  const { foot } = commentContent(created({ comment }), NO_REFS);
  return foot.flat().flatMap(({ text, href }) => (href === null ? [] : [`${text}: ${href}`]));
}

const open = `Open the comment: ${COMMENT.url}`;

test.each<[Moderation | null, readonly string[]]>([
  [null, [open]],
  [
    { edit: 'https://blog.example/edit', remove: 'https://blog.example/remove' },
    [open, 'Edit it: https://blog.example/edit', 'Remove it: https://blog.example/remove'],
  ],
  [{ edit: null, remove: 'https://blog.example/remove' }, [open, 'Remove it: https://blog.example/remove']],
  [{ edit: 'javascript:alert(1)', remove: null }, [open]],
])('a comment that is moderated at %j has links to it', (moderation, expected) => {
  expect(links({ moderation })).toEqual(expected);
});

test('a comment of an earlier version, which says nothing of moderation, has none', () => {
  const { moderation: _moderation, ...before } = COMMENT;
  const message = created();
  const { foot } = commentContent({ ...message, data: { ...message.data, comment: before as Comment } }, NO_REFS);
  expect(foot.flat().filter(({ text }) => text.endsWith('it'))).toEqual([]);
});

test.each([
  ['Comments on QQ', 'QQ & friends', true],
  ['Comments on: QQ & friends', 'QQ & friends', false],
  ['Comments on “QQ & friends', 'QQ & friends', false],
  ['QQ & friends: comments', 'QQ & friends', false],
  ['QQ & friendship', 'QQ & friends', true],
  ['The Comments', '', true],
  ['Newest', 'est', true],
])('of the feed “%s”, below a comment on “%s”, its name stands: %s', (title, postTitle, isNamed) => {
  const { foot } = commentContent(
    created({ feed: { ...FEED, title }, post: { id: null, url: null, title: postTitle } }),
    NO_REFS,
  );
  expect(foot.flat().some(({ text }) => text === title)).toBe(isNamed);
});
