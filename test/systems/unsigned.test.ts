import { expect, test } from 'vitest';
import { findComments } from '../../worker/systems/comments.ts';
import { parseFeed } from '../../worker/feed/parse.ts';

test('a comment that nobody signed is not the blog owner’s, whom the feed names as its author', () => {
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title>Comments</title><author><name>Owner</name></author>
    <entry><id>1</id><title>One</title><content>Unsigned.</content></entry>
    <entry><id>2</id><title>Two</title><author><name>Ines</name></author><content>Signed.</content></entry></feed>`;
  const parsed = parseFeed(new TextEncoder().encode(atom), { url: 'https://blog.example/c', contentType: null });
  if (!parsed.ok) throw new Error(parsed.detail);
  const names = findComments(parsed.value).map(({ id, render }) => [id, render().author.name]);
  expect(Object.fromEntries(names)).toEqual({ 1: null, 2: 'Ines' });
});
