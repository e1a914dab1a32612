import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../../scripts/local/listen.ts';
import { stateFolder } from '../../scripts/local/state.ts';
import { CANARY } from '../support/canary.ts';
import { comments, linkOf, movableType } from '../support/feeds.ts';
import { FeedServer } from '../support/feed-server.ts';
import { Receiver } from '../support/receiver.ts';
import { commentIds } from '../support/worker-harness.ts';
import { remains, waitFor } from '../support/wait.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A start bundles the Worker first, which takes its time on a busy machine, ms. */
const PATIENCE = 60_000;

/** `npm start` as a person sees it. */
class Terminal {
  text = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;

  constructor(...args: readonly string[]) {
    this.#child = spawn(process.execPath, ['scripts/start.ts', ...args], { cwd: ROOT, detached: true });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.text += stripVTControlCharacters(chunk.toString());
      });
    }
    this.#ended = new Promise((resolve) => this.#child.on('close', resolve));
  }

  shows(what: RegExp): Promise<true> {
    return waitFor(`${what} in the terminal`, () => (what.test(this.text) ? true : null), PATIENCE);
  }

  /** Ctrl-C: the terminal sends it to the whole process group. Gives the exit status. */
  stop(): Promise<number | null> {
    process.kill(-(this.#child.pid ?? 0), 'SIGINT');
    return this.#ended;
  }

  get ended(): Promise<number | null> {
    return this.#ended;
  }

  /** Whether anything that it started is still there. */
  get remains(): boolean {
    return remains(this.#child.pid ?? 0);
  }
}

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
  terminal = new Terminal('--state', state, ...args);
  return terminal;
}

describe('npm start', () => {
  test('shows the sample’s comments arriving, signed, and Ctrl-C leaves nothing behind', async () => {
    const shown = start();
    await shown.shows(/Watching “Comments on .+”: it has 3 comments now\. +✓ signature/);
    await shown.shows(/林小雨 on “.+” +✓ signature\n +我家的水壶/);
    // Stopped before it is recorded that this was sent, it would be sent again.
    await shown.shows(/我家的水壶[^]+writes a comment/);
    expect(await shown.stop()).toBe(0);
    expect(shown.text).toMatch(/Stopped\./);
    expect(shown.text).not.toMatch(/^\s+at |Error/m);
    await waitFor('the end of all that was started', () => !shown.remains);
  });

  test('ends when a signal reaches npm alone, which tells nobody but its shell', async () => {
    const npm = spawn('npm', ['start', '--', '--state', state], { cwd: ROOT, detached: true });
    let shown = '';
    npm.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
    });
    const group = npm.pid ?? 0;
    await waitFor('the first lines', () => shown.includes('Starting'), PATIENCE);
    npm.kill('SIGTERM');
    await waitFor('the end of all that was started', () => !remains(group));
    expect(remains(group)).toBe(false);
  });

  test('goes on after a restart: a comment of the sample that was seen does not come again', async () => {
    const shown = start();
    await shown.shows(/✓ signature\n/);
    expect(shown.text).not.toMatch(/Watching|林小雨/);
  });

  test('says of a real feed how many comments were taken as seen, and how to have some delivered', async () => {
    feeds.serve('/seen', movableType(comments(1, 14)));
    const shown = start(feeds.url('/seen'));
    await shown.shows(/Watching “Comments for Kites & how they fall”/);
    expect(await shown.shows(/14 comments taken as seen; try --backfill 3/)).toBe(true);
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
    await terminal?.shows(/signature does not verify; refused/);
  });

  test('--to sends to a receiver of one’s own, of whose URL no more than the host is shown', async () => {
    feeds.serve('/told', movableType(comments(1, 5)));
    const shown = start(feeds.url('/told'), '--to', receiver.url, '--backfill', '2');
    await waitFor('two comments', () => commentIds(receiver.messages).length === 2);
    await shown.shows(new RegExp(`Delivered to ${new URL(receiver.url).host}`));
    expect(shown.text).not.toContain(CANARY);
    expect(receiver.messages.at(-1)).toMatchObject({ data: { comment: { url: linkOf(5) } } });
  });

  test('says that --backfill comes too late for a feed that was watched before, and what helps', async () => {
    feeds.serve('/late', movableType(comments(1, 5)));
    const first = start(feeds.url('/late'));
    await first.shows(/5 comments taken as seen/);
    await first.stop();
    const second = start(feeds.url('/late'), '--backfill', '2');
    await second.shows(/watched before, so --backfill changes nothing: add --fresh/);
    await second.stop();
    const third = start(feeds.url('/late'), '--backfill', '2', '--fresh');
    await third.shows(/3 comments taken as seen/);
    expect(third.text).not.toContain('changes nothing');
  });

  test('refuses a feed that another run is watching', async () => {
    feeds.serve('/shared', movableType(comments(1, 2)));
    const first = start(feeds.url('/shared'));
    await first.shows(/Starting/);
    const second = new Terminal('--state', state, feeds.url('/shared'));
    expect(await second.ended).toBe(1);
    expect(second.text).toMatch(/Another npm start is watching this feed/);
  });

  test('says in plain words that a feed does not answer', async () => {
    feeds.serve('/down', { kind: 'status', status: 500 });
    await start(feeds.url('/down')).shows(/The feed answered 500\. It is tried again/);
    expect(terminal?.text).not.toContain('{"');
  });

  test('refuses what it does not know, says why, and exits with 2', async () => {
    const shown = start('--wat');
    expect(await shown.ended).toBe(2);
    expect(shown.text).toMatch(/Unknown option '--wat'\..*\n.*--help/);
  });

  test('--help tells every option', async () => {
    const shown = start('--help');
    expect(await shown.ended).toBe(0);
    for (const option of ['--to', '--backfill', '--fresh', '--state']) expect(shown.text).toContain(option);
  });
});
