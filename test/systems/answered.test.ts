import { expect, test } from 'vitest';
import type { Entry } from '../../worker/feed/parsed-feed.ts';
import { generic } from '../../worker/systems/generic.ts';
import { entry, feedOf } from '../feed/entries.ts';

function by(name: string, url: string, given: Partial<Entry> = {}): Entry {
  return entry({ id: url, url, author: { name, url: null, email: null, avatar: null }, ...given });
}

function to(id: string | null, url: string | null = null): Pick<Entry, 'inReplyTo'> {
  return { inReplyTo: { id, url, author: null } };
}

const PAGE = 'https://x.example/p/7';
const post = { id: 'urn:p7', url: PAGE, author: null };
const [one, two] = ['https://x.example/comments/1', 'https://x.example/comments/2'];

test.each([
  ['the one id that all answer', 'post', [by('A', `${PAGE}#1`, to('urn:p7')), by('B', `${PAGE}#2`, to('urn:p7'))]],
  [
    'the one id that all but the post answer',
    'post',
    [by('O', PAGE), by('A', `${PAGE}#1`, to('urn:p7')), by('B', `${PAGE}#2`, to('urn:p7'))],
  ],
  [
    'an id that one answers, and another nothing',
    'comment',
    [by('A', `${PAGE}#1`, to('urn:c0')), by('B', `${PAGE}#2`)],
  ],
  [
    'an id that the only comment beside the post answers',
    'comment',
    [by('O', PAGE), by('A', `${PAGE}#1`, to('urn:c0'))],
  ],
  ['a page outside the comments’ folder', 'post', [by('A', one, to('urn:p7', PAGE)), by('B', two)]],
  ['a page in it', 'comment', [by('A', one, to('urn:c0', 'https://x.example/comments/0')), by('B', two)]],
  ['a page of another host', 'comment', [by('A', one, to('urn:z', 'https://z.example/p/7')), by('B', two)]],
  ['a page outside one person’s folder', 'comment', [by('A', one, to('urn:z', 'https://x.example/z/7')), by('A', two)]],
  ['a page beside comments of several folders', 'comment', [by('A', one, to('urn:p7', PAGE)), by('B', PAGE)]],
  [
    'a page told by a query',
    'comment',
    [by('A', 'https://x.example/c?1', to('urn:p7', PAGE)), by('B', 'https://x.example/c?2')],
  ],
] as const)('%s is a %s', (_, kind, entries) => {
  const answering = entries.find(({ inReplyTo }) => inReplyTo !== null) ?? entries[0];
  const draft = generic.reader(feedOf(...entries))(answering);
  const stated = answering.inReplyTo;
  expect(draft?.inReplyTo).toEqual(kind === 'post' ? null : stated);
  expect(kind === 'comment' && draft?.post?.id === stated?.id).toBe(false);
});

test('whoever answers a comment is on the post that others on the page name', () => {
  const [first, second] = [by('A', `${PAGE}#1`, { inReplyTo: post }), by('B', `${PAGE}#2`, to(`${PAGE}#1`))];
  expect(generic.reader(feedOf(first, second))(second)).toMatchObject({
    inReplyTo: { id: `${PAGE}#1`, url: `${PAGE}#1`, author: 'A' },
    post: { id: 'urn:p7', url: PAGE },
  });
});

test('a comment that nobody signed is not the blog owner’s where another answers it', () => {
  const author = { name: 'Owner', url: null, email: null, avatar: null, inherited: true } as const;
  const [first, second] = [by('', `${PAGE}#1`, { author }), by('B', `${PAGE}#2`, to(`${PAGE}#1`))];
  expect(generic.reader(feedOf(first, second))(second)?.inReplyTo?.author).toBeNull();
});
