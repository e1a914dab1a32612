import { afterAll, beforeAll, expect, test } from 'vitest';
import { FollowedSite, type SiteKind } from '../support/followed-site.ts';
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
