import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CANARY } from '../support/canary.ts';
import { comments, movableType } from '../support/feeds.ts';
import { FeedServer } from '../support/feed-server.ts';
import { startIn, Terminal } from '../support/terminal.ts';

let feeds: FeedServer;
let state: string;
let terminal: Terminal | null = null;

beforeAll(async () => {
  feeds = await FeedServer.open();
  state = await mkdtemp(path.join(tmpdir(), 'earshot-start-'));
});
afterEach(async () => {
  if (terminal?.remains === true) await terminal.stop();
});
afterAll(async () => {
  await Promise.all([feeds.close(), rm(state, { recursive: true })]);
});

function start(...args: readonly string[]): Terminal {
  terminal = startIn(state, ...args);
  return terminal;
}

describe('npm start, where something is wrong,', () => {
  test('says that it polls while a server hangs, and Ctrl-C does not wait for that', async () => {
    feeds.serve('/hanging', { kind: 'hang' });
    const shown = start(feeds.url('/hanging'));
    await shown.shows(new RegExp(`Polling ${new URL(feeds.url('/')).host} …`));
    expect(await shown.stop()).toBe(0);
  });

  test('names the host that DNS does not know, and nothing of the runtime’s own', async () => {
    const shown = start('blog.invalid/feed');
    await shown.shows(/The feed could not be read: .+blog\.invalid.+\(DNS\)/);
    expect(shown.text).toContain('https://blog.invalid/feed');
    expect(shown.text).not.toMatch(/workerd|stack:|rust/);
  });

  test('says of a state folder that cannot be made what is wrong, where, and what to do', async () => {
    const file = path.join(state, 'file');
    await writeFile(file, '');
    const shown = start('--state', file);
    expect(await shown.ended).toBe(1);
    expect(shown.text).toContain(`${file}: a file stands there`);
    expect(shown.text).toContain('npm start -- --state <path>');
  });

  test('says what to type where the -- was forgotten, and exits with 2', async () => {
    const shown = new Terminal(
      'npm',
      'start',
      '--silent',
      'https://blog.example/feed',
      '--backfill',
      '3',
      '--to',
      `https://hooks.example/${CANARY}`,
    );
    expect(await shown.ended).toBe(2);
    expect(shown.text).toContain('\n  npm start -- https://blog.example/feed --to <url> --backfill 3\n');
    expect(shown.text).not.toContain(CANARY);
  });

  test('says in plain words that a feed fails, and when it is tried again', async () => {
    feeds.serve('/down', { kind: 'status', status: 500 });
    await start(feeds.url('/down')).shows(/The feed’s server answered 500\. It is tried again at \d/);
    expect(terminal?.text).not.toContain('{"');
  });

  test('refuses a feed that another run is watching', async () => {
    feeds.serve('/shared', movableType(comments(1, 2)));
    const first = start(feeds.url('/shared'));
    await first.shows(/Starting/);
    const second = startIn(state, feeds.url('/shared'));
    expect(await second.ended).toBe(1);
    expect(second.text).toMatch(/Another npm start is watching this feed/);
    expect(second.text).toContain('\n  npm start -- … --state <path>\n');
  });

  test('refuses what it does not know, says why, and exits with 2', async () => {
    const shown = start('--wat');
    expect(await shown.ended).toBe(2);
    expect(shown.text).toMatch(/Unknown option '--wat'\..*\n.*--help/);
  });

  test('--help lists every option', async () => {
    const shown = start('--help');
    expect(await shown.ended).toBe(0);
    for (const option of ['--to', '--backfill', '--fresh', '--state']) expect(shown.text).toContain(option);
  });
});
