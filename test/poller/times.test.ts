import { expect, test } from 'vitest';
import { configure, searching } from './search.ts';

const FEED = 'https://blog.example/depth/feed/atom/';

/** A feed of comments, each with the times that it states. */
function feedOf(...times: readonly string[]): string {
  const entries = times.map(
    (time, number) =>
      `<entry><id>https://blog.example/?p=1#comment-${number}</id><author><name>Ada</name></author>
      <link href="https://blog.example/depth/#comment-${number}"/>${time}<content>Deep ${number}.</content></entry>`,
  );
  return `<feed xmlns="http://www.w3.org/2005/Atom"><title>Comments on: Depth</title>${entries.join('')}</feed>`;
}

test('a message bears a time that the feed states of its comment, and that of its poll only where it states none', async () => {
  const shard = await searching();
  await configure(FEED);
  shard.pages.set(FEED, { body: feedOf() });
  await shard.tick();
  const update = '<updated>2026-11-01T12:00:00Z</updated>';
  shard.pages.set(FEED, {
    body: feedOf(
      `<published>2026-11-01T11:00:00Z</published>${update}`,
      `<published>1405-08-10T09:00:00Z</published>${update}`,
      `<published>2569-11-01T11:00:00Z</published>`,
    ),
  });
  await shard.tick();
  const created = shard.box().accepted.filter(({ event }) => event.type === 'comment.created');
  expect(
    created
      .map(({ event }) => event.timestamp)
      .toSorted()
      .slice(0, 2),
  ).toEqual(['2026-11-01T11:00:00Z', '2026-11-01T12:00:00Z']);
  expect(created.map(({ event }) => 'comment' in event.data && event.data.comment.published)).toContainEqual(null);
  expect(created).toHaveLength(3);
});
