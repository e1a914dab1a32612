import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  comments,
  linkOf,
  movableType,
  movableTypeId,
  POST,
  timeOf,
  wordPressAtom,
  wordPressId,
  wordPressRss,
} from '../support/feeds.ts';
import { verify } from '../support/receiver.ts';
import { arrival, commentIds, created, WorkerHarness, secretFor } from '../support/worker-harness.ts';

/** Feeds shaped as blogs serve them, and, where they are there, those that real ones did. `firstId`: of WordPress's. */
const FOLDERS = [
  { name: 'served', path: path.resolve(import.meta.dirname, '../feed/served'), firstId: 10 },
  { name: 'real', path: path.resolve(import.meta.dirname, '../../../shared/feeds'), firstId: 1 },
].filter((folder) => existsSync(folder.path));

let scene: WorkerHarness;

beforeAll(async () => {
  scene = await WorkerHarness.open();
});
afterAll(() => scene.close());

/** Opens a destination, and a feed of the same name whose comments go there. */
async function watched(name: string, body: string, more: Readonly<Record<string, unknown>> = {}) {
  const receiver = await scene.destination(name);
  scene.feeds.serve(`/${name}`, body);
  await scene.watch(name, { to: name, ...more });
  return receiver;
}

describe('a Movable Type feed', () => {
  test('the first poll sends that the feed is watched, and nothing else', async () => {
    const receiver = await watched('silent', movableType(comments(1, 14)));
    await scene.earshot.tick();
    const [first] = await arrival(receiver, 1);
    expect(first).toMatchObject({
      type: 'feed.watching',
      data: { feed: { name: 'silent' }, count: 14, newest: { comment: { id: movableTypeId(14) } } },
    });
    // A message that waited behind it would come before a comment that is written later.
    scene.feeds.serve('/silent', movableType(comments(1, 15)));
    await scene.earshot.tick();
    expect((await arrival(receiver, 2)).map(({ type }) => type)).toEqual(['feed.watching', 'comment.created']);
  });

  test('with backfill its fourteen comments arrive signed, oldest first, each whole, none of them the post', async () => {
    const receiver = await watched('backfill', movableType(comments(1, 14)), { backfill: 14 });
    await scene.earshot.tick();
    const messages = await arrival(receiver, 15);
    expect(commentIds(messages)).toEqual(comments(1, 14).map(({ number }) => movableTypeId(number)));
    expect(created(messages)[2]).toMatchObject({
      post: POST,
      comment: {
        id: movableTypeId(3),
        url: linkOf(3),
        author: { name: 'Visitor 3', url: null, avatar: null },
        published: timeOf({ number: 3 }),
        text: 'Thought 3',
        html: '<p>Thought 3</p>',
        inReplyTo: null,
      },
    });
    const secret = await secretFor('backfill');
    for (const received of receiver.taken) verify(secret, received);
    expect(receiver.taken.map(({ id }) => id)).toEqual(messages.map(({ id }) => id));
  });

  test('served with five comments and then whole, exactly the nine new ones arrive', async () => {
    const receiver = await watched('growing', movableType(comments(1, 5)));
    await scene.earshot.tick();
    await arrival(receiver, 1);
    scene.feeds.serve('/growing', movableType(comments(1, 14)));
    await scene.earshot.tick();
    await arrival(receiver, 10);
    scene.feeds.serve('/growing', movableType(comments(1, 15)));
    await scene.earshot.tick();
    expect(commentIds(await arrival(receiver, 11))).toEqual(comments(6, 15).map(({ number }) => movableTypeId(number)));
  });
});

describe.each([
  { format: 'Atom', write: wordPressAtom, type: 'application/atom+xml', parents: [wordPressId(2)] },
  // There the parent stands in the text alone.
  { format: 'RSS', write: wordPressRss, type: 'application/rss+xml', parents: [wordPressId(2), null] },
])('a WordPress feed in $format', ({ format, write, type, parents }) => {
  test('its comments arrive oldest first under WordPress’s own ids', async () => {
    const name = `wordpress-${format.toLowerCase()}`;
    const said = [...comments(1, 2), { number: 3, answers: 2 }];
    const receiver = await watched(name, '', { backfill: 3 });
    scene.feeds.serve(`/${name}`, { kind: 'feed', body: write(said), type });
    await scene.earshot.tick();
    const messages = await arrival(receiver, 4);
    expect(commentIds(messages)).toEqual([1, 2, 3].map(wordPressId));
    expect(created(messages)[0]?.comment).toMatchObject({
      url: 'https://blog.example/2026/10/kites/#comment-1',
      author: { name: 'Visitor 1' },
      published: timeOf({ number: 1 }),
      inReplyTo: null,
    });
    expect(parents).toContain(created(messages)[2]?.comment.inReplyTo?.id ?? null);
  });
});

describe.each(FOLDERS)('feeds as blogs serve them: $name', ({ name: folder, path: folderPath, firstId }) => {
  const read = (file: string) => readFileSync(path.join(folderPath, file), 'utf8');

  test('Movable Type: each comment with what makes it one, and none of them the post', async () => {
    const body = read('movabletype-comments.atom');
    const [post, ...ids] = [...body.matchAll(/<entry>\s*<id>([^<]+)/g)].map((match) => match[1]);
    const receiver = await watched(`${folder}-mt`, body, { backfill: ids.length });
    await scene.earshot.tick();
    const messages = await arrival(receiver, ids.length + 1);
    expect(commentIds(messages)).toEqual(ids);
    for (const { post: about, comment } of created(messages)) {
      expect(about).toMatchObject({ id: post, url: expect.stringMatching(/\/archives\/\w+\.php$/) });
      expect(about?.title).toMatch(/Web 2\.0/);
      expect(comment).toMatchObject({
        url: expect.stringContaining(`${about?.url}#c`),
        author: { name: expect.stringMatching(/./) },
        published: expect.stringMatching(/^200[78]-.*Z$/),
        text: expect.stringMatching(/./),
        inReplyTo: null,
      });
      expect(comment.author.url).not.toBe('');
    }
  });

  // In RSS the parent stands in the text alone.
  test.each(['atom', 'rss'])(
    'WordPress: its three comments in %s, the third of which answers the second',
    async (type) => {
      const receiver = await watched(`${folder}-${type}`, read(`wordpress-post-comments.${type}`), { backfill: 10 });
      await scene.earshot.tick();
      const messages = await arrival(receiver, 4);
      const ids = commentIds(messages).map((id) => Number(/#comment-(\d+)$/.exec(id ?? '')?.[1]));
      expect(ids.toSorted((a, b) => a - b)).toEqual([firstId, firstId + 1, firstId + 2]);
      expect(ids.at(-1)).toBe(firstId + 2);
      const parent =
        created(messages)
          .at(-1)
          ?.comment.inReplyTo?.id?.replace(/^.*#comment-/, '') ?? null;
      expect([`${firstId + 1}`, ...(type === 'atom' ? [] : [null])]).toContain(parent);
    },
  );
});
