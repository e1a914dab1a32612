import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commentShape, feedShape, postShape } from '../../worker/admin/shapes.ts';
import { CANARY } from '../support/canary.ts';
import { FollowedSite, type SiteKind } from '../support/followed-site.ts';
import { waitFor } from '../support/wait.ts';
import { arrival, created, WorkerHarness } from '../support/worker-harness.ts';

const DAY = 24 * 60 * 60_000;

let harness: WorkerHarness;

beforeAll(async () => {
  harness = await WorkerHarness.open();
});
afterAll(() => harness.close());

/** Has the server serve the site as it is now. */
function serve(site: FollowedSite): void {
  for (const [url, { body }] of site.pages()) {
    const type = body.startsWith('<!doctype html>') ? 'text/html' : 'application/xml';
    harness.feeds.serve(new URL(url).pathname, { kind: 'feed', body, type });
  }
}

test.each<SiteKind>(['rss', 'atom', 'silent'])(
  'comments on any post of a site (%s) arrive with its URL alone given, also on one of two weeks ago',
  async (kind) => {
    const name = `blog-${kind}`;
    const site = new FollowedSite(kind, harness.feeds.url(`/${name}`));
    for (let day = 1; day <= 9; day++) site.publish(`post-${day}`, Date.now() - day * DAY, 3);
    site.publish('old', Date.now() - 14 * DAY, 3);
    serve(site);
    const receiver = await harness.destination(name);
    await harness.watch(name, { url: `${site.root}/`, follow: '14d', to: name });
    for (let tick = 0; tick < 4; tick++) await harness.earshot.tick();
    for (let day = 1; day <= 9; day++) site.comment(`post-${day}`, Date.now());
    site.comment('old', Date.now());
    serve(site);
    for (let tick = 0; tick < 3; tick++) await harness.earshot.tick();
    const messages = await arrival(receiver, 11);
    const posts = Array.from({ length: 9 }, (_, at) => `post-${at + 1} 4`);
    expect(created(messages).map(({ comment }) => comment.text)).toEqual(expect.arrayContaining(['old 4', ...posts]));
    expect(messages).toHaveLength(11);
  },
);

/** Asks the API of the Worker that runs. */
async function read<S extends v.GenericSchema>(path: string, shape: S): Promise<v.InferOutput<S>> {
  const headers = { authorization: `Bearer ${CANARY}-admin-token` };
  return v.parse(shape, await (await fetch(new URL(path, harness.earshot.url), { headers })).json());
}

const listOf = <S extends v.GenericSchema>(shape: S) => v.object({ items: v.array(shape) });

test('the API lists the comments on all posts of a site with what became of each, and its posts', async () => {
  const name = 'blog-listed';
  const site = new FollowedSite('rss', harness.feeds.url(`/${name}`));
  for (const [at, slug] of ['kites', 'lids'].entries()) site.publish(slug, Date.now() - (at + 2) * DAY, 2);
  serve(site);
  const receiver = await harness.destination(name);
  await harness.watch(name, { url: `${site.root}/`, follow: '14d', to: name, exclude: ['=lids'] });
  for (let tick = 0; tick < 2; tick++) await harness.earshot.tick();
  for (const slug of ['kites', 'lids']) site.comment(slug, Date.now());
  serve(site);
  for (let tick = 0; tick < 2; tick++) await harness.earshot.tick();
  await arrival(receiver, 2);
  const became = await waitFor('the log to tell of the delivery', async () => {
    const { items } = await read(`/api/feeds/${name}/comments`, listOf(commentShape));
    const all = items.map(({ excerpt, destinations }) => [excerpt, ...destinations.map(({ state }) => state)]);
    return all.some(([, state]) => state === 'delivered') && all;
  });
  expect(became.toSorted()).toEqual([
    ['kites 1', 'baseline'],
    ['kites 2', 'baseline'],
    ['kites 3', 'delivered'],
    ['lids 1', 'baseline'],
    ['lids 2', 'baseline'],
    ['lids 3', 'filtered'],
  ]);
  const { posts } = await read(`/api/feeds/${name}`, feedShape);
  expect(posts).toMatchObject({ watched: 2, unread: 0, failing: 0, troubles: [] });
  const { items } = await read(`/api/feeds/${name}/posts`, listOf(postShape));
  expect(items.map(({ url, comments, state }) => [url, comments, state]).toSorted()).toEqual(
    ['kites', 'lids'].map((slug) => [`${site.root}/${slug}/feed/`, 3, 'ok']),
  );
});
