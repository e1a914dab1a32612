import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import stringWidth from 'string-width';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../../scripts/local/listen.ts';
import { stateFolder } from '../../scripts/local/state.ts';
import { CANARY } from '../support/canary.ts';
import { comments, linkOf, movableType } from '../support/feeds.ts';
import { FollowedSite } from '../support/followed-site.ts';
import { FeedServer } from '../support/feed-server.ts';
import { Receiver } from '../support/receiver.ts';
import { commentIds } from '../support/worker-harness.ts';
import { startIn, Terminal } from '../support/terminal.ts';
import { waitFor } from '../support/wait.ts';

/** util-linux's `script`, which runs a command in a terminal of its own. */
const HAS_SCRIPT = /util-linux/.test(String(spawnSync('script', ['--version']).stdout));

let feeds: FeedServer;
let receiver: Receiver;
let state: string;
let terminal: Terminal | null = null;

beforeAll(async () => {
  feeds = await FeedServer.open();
  receiver = await Receiver.open();
  state = await mkdtemp(path.join(tmpdir(), 'earshot-start-'));
});
afterEach(async () => {
  if (terminal?.remains === true) await terminal.stop();
});
afterAll(async () => {
  await Promise.all([feeds.close(), receiver.close(), rm(state, { recursive: true })]);
});

function start(...args: readonly string[]): Terminal {
  terminal = startIn(state, ...args);
  return terminal;
}

describe('npm start', () => {
  test('shows the sample’s comments arriving, signed, and Ctrl-C leaves nothing behind', async () => {
    const shown = start();
    await shown.shows(/^✓ Watching “Comments on .+”, which has 3 comments now\.$/m);
    await shown.shows(/^✓ 林小雨 on “.+”\n {4}我家的水壶/m);
    // Stopped before it is recorded that this was sent, it would be sent again.
    await shown.shows(/我家的水壶[^]+writes a comment/);
    await shown.shows(/Clock +4 s stand for 5 minutes/);
    const written: unknown = JSON.parse(readFileSync(path.join(state, 'sample', 'blog.json'), 'utf8'));
    expect(Math.max(...v.parse(v.array(v.number()), written))).toBeLessThan(Date.now());
    expect(await shown.stop()).toBe(0);
    expect(shown.text).toMatch(/Stopped, with \d+ messages delivered\./);
    expect(shown.text).not.toMatch(/^\s+at |Error/m);
    await waitFor('the end of all that was started', () => !shown.remains);
  });

  test('ends when a signal reaches npm alone, which tells nobody but its shell', async () => {
    const npm = new Terminal('npm', 'start', '--', '--state', state);
    terminal = npm;
    await npm.shows(/Starting/);
    npm.terminate();
    await waitFor('the end of all that was started', () => !npm.remains);
    expect(npm.remains).toBe(false);
  });

  test('goes on after a restart: a comment of the sample that was seen does not come again', async () => {
    const shown = start();
    await shown.shows(/^✓ /m);
    expect(shown.text).not.toMatch(/Watching|林小雨/);
  });

  test('follows the posts of a site, and says of its page without --follow that there is such a thing', async () => {
    const site = new FollowedSite('rss', feeds.url('/site'));
    site.publish('kites', Date.now() - 24 * 60 * 60_000, 3);
    for (const [url, { body }] of site.pages()) {
      const type = body.startsWith('<!doctype html>') ? 'text/html' : 'application/xml';
      feeds.serve(new URL(url).pathname, { kind: 'feed', body, type });
    }
    const alone = start(`${site.root}/`, '--state', path.join(state, 'alone'));
    await alone.shows(/no comment feed is named there \(of a site, --follow 14d watches each post’s own\)/);
    await alone.stop();
    const followed = start(`${site.root}/`, '--follow', '14d', '--state', path.join(state, 'followed'));
    await followed.shows(/Posts +the comments of each, until 14d after the last one/);
    await followed.shows(/the feed of posts found there is \S+\/site\/feed\.xml/);
    expect(await followed.shows(/Watching “A blog”, which has 3 comments now/)).toBe(true);
  });

  test('says of a real feed how many comments are not sent, and how to have some sent', async () => {
    feeds.serve('/seen', movableType(comments(1, 14)));
    const shown = start(feeds.url('/seen'));
    await shown.shows(/Watching “Comments for Kites & how they fall”/);
    expect(await shown.shows(/14 comments there already are not sent; .* --backfill 3 --fresh/)).toBe(true);
  });

  test('opens its inbox where the last run had it, for what is still on its way there', async () => {
    const feed = feeds.url('/seen');
    // No port that is given out to who asks for any, as other tests do meanwhile.
    const { origin, server } = await listen(20_000 + Math.floor(Math.random() * 10_000), () => {});
    await new Promise((resolve) => server.close(resolve));
    const folder = stateFolder(state, feed);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'inbox-port'), new URL(origin).port);
    await start(feed).shows(/Ctrl-C/);
    expect((await fetch(`${origin}/inbox`, { method: 'POST', body: '{}' })).status).toBe(401);
    await terminal?.shows(/Refused: something arrived that is not signed/);
  });

  test('--to sends to a receiver of one’s own, of whose URL no more than the host is shown', async () => {
    feeds.serve('/told', movableType(comments(1, 5)));
    const shown = start(feeds.url('/told'), '--to', receiver.url, '--backfill', '2');
    await waitFor('two comments', () => commentIds(receiver.messages).length === 2);
    await shown.shows(new RegExp(`^✓ Delivered to ${new URL(receiver.url).host}: 1 message, 3 in this run`, 'm'));
    expect(shown.text).not.toContain(CANARY);
    expect(receiver.messages.at(-1)).toMatchObject({ data: { comment: { url: linkOf(5) } } });
  });

  test('says that --backfill comes too late for a feed that was watched before, and what helps', async () => {
    feeds.serve('/late', movableType(comments(1, 5)));
    const first = start(feeds.url('/late'));
    await first.shows(/5 comments there already are not sent/);
    await first.stop();
    const second = start(feeds.url('/late'), '--backfill', '2');
    await second.shows(/watched before, so --backfill changes nothing: add --fresh/);
    await second.stop();
    const third = start(feeds.url('/late'), '--backfill', '2', '--fresh');
    await third.shows(/3 comments there already are not sent/);
    expect(third.text).not.toContain('changes nothing');
  });

  test.runIf(HAS_SCRIPT)('keeps within a terminal of 60 columns', async () => {
    feeds.serve('/wide', movableType([{ number: 1, html: `<p>${'some words '.repeat(20)}${'水壶'.repeat(30)}</p>` }]));
    const command = `stty cols 60; ${process.execPath} scripts/start.ts --state ${state} ${feeds.url('/wide')}`;
    const shown = new Terminal('script', '--quiet', '--command', command, path.join(state, 'typescript'));
    terminal = shown;
    await shown.shows(/^✓ Watching[^]+水壶[^]+#c/m);
    await shown.stop();
    const lines = shown.text.split(/\r*\n/).filter((line) => !line.includes('://'));
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(60);
    expect(shown.text).toMatch(/^ {4}(?:水壶)+\r*$/m);
  });
});
