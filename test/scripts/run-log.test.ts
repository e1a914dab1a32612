import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FailingFile } from '../../scripts/local/failing-file.ts';
import { type Progress, RunLog } from '../../scripts/local/run-log.ts';

const NINE = new Date(2026, 10, 2, 9).getTime();

let folder: string;
let printed: string;
let watched: number;
let progress: Progress;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'earshot-log-'));
  printed = '';
  watched = 0;
  progress = { delivered: 0 };
  vi.useFakeTimers({ now: NINE });
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += stripVTControlCharacters(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

/** A run's log on the folder: what one writes there, the next one reads. */
function open(to: string | null = null): RunLog {
  const log = new RunLog({
    feed: { name: 'blog.example', url: 'https://blog.example/feed' },
    isSite: false,
    to,
    isRealTime: true,
    complaints: path.join(folder, 'runtime.log'),
    failing: new FailingFile(path.join(folder, 'failing.json')),
    watched: () => {
      watched += 1;
    },
    progress,
  });
  log.tick(NINE);
  return log;
}

function add(log: RunLog, event: string, facts: Readonly<Record<string, unknown>> = {}): void {
  log.add(JSON.stringify({ event, ...facts }));
}

/** Lets everything that is due be printed. */
function settled(): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(60_000);
}

/** A time of day as this machine's locale writes it. */
function time(hour: number, minute: number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(new Date(2026, 10, 2, hour, minute));
}

describe('the log of a run', () => {
  test('keeps what the runtime complains of in a file, and out of the terminal', async () => {
    open().add('e = rust/worker/ffi.rs:110: failed: failed to lookup address information');
    await settled();
    expect(printed).toBe('');
    expect(readFileSync(path.join(folder, 'runtime.log'), 'utf8')).toContain('ffi.rs:110');
  });

  test('says when a feed that fails is tried again: later each time, since it failed first', async () => {
    const log = open();
    add(log, 'feed.polled', { outcome: 'failed', reason: 'status', status: 500 });
    await settled();
    expect(printed).toContain(`It is tried again at ${time(9, 10)}.`);
    log.tick(NINE + 10 * 60_000);
    add(log, 'feed.polled', { outcome: 'failed', reason: 'status', status: 500 });
    await settled();
    expect(printed).toMatch(new RegExp(`It is tried again at (?:${time(9, 30)}|${time(9, 35)})\\.`));
  });

  test('counts anew after a poll that went well', async () => {
    const log = open();
    add(log, 'feed.polled', { outcome: 'failed', reason: 'status', status: 500 });
    log.tick(NINE + 10 * 60_000);
    add(log, 'shard.ticked', { unchanged: 1 });
    log.tick(NINE + 15 * 60_000);
    add(log, 'feed.polled', { outcome: 'failed', reason: 'status', status: 500 });
    await settled();
    expect(printed.trim().split('\n').at(-1)).toContain(`It is tried again at ${time(9, 25)}.`);
  });

  test('says of a run that polls nothing at first why, and until when', async () => {
    add(open(), 'feed.polled', { outcome: 'failed', reason: 'status', status: 500 });
    await settled();
    printed = '';
    const next = open();
    next.ticked();
    await settled();
    expect(printed).toContain(`The feed failed when it was polled last. It is tried again at ${time(9, 10)}.`);
    printed = '';
    next.ticked();
    await settled();
    expect(printed).toBe('');
  });

  test('says the same of a feed that is quiet, and nothing of one that was polled', async () => {
    const log = open();
    log.ticked();
    // Its line may come a moment later than the end of the tick.
    add(log, 'shard.ticked', { unchanged: 1 });
    await settled();
    expect(printed).toBe(`Polled at ${time(9, 0)}: nothing new.\n`);
    open().ticked();
    await settled();
    expect(printed).toContain('it is polled again within half an hour');
  });

  test('names the feeds and destinations that were added on the pages, and takes none of theirs for its own', async () => {
    const log = open('https://hooks.example/secret');
    add(log, 'feed.watching', { feed: 'knots', comments: 2, delivered: 0 });
    add(log, 'feed.polled', { feed: 'knots', outcome: 'failed', reason: 'network' });
    add(log, 'message.sent', { destination: 'chat', outcome: 'failure', reason: 'HTTP 500', attempt: 1 });
    add(log, 'message.sent', { destination: 'default', outcome: 'delivered', messages: 1 });
    add(log, 'feed.polled', { feed: 'blog.example', outcome: 'read', news: 1 });
    await settled();
    expect(watched).toBe(0);
    expect(printed.trimEnd().split('\n')).toEqual([
      'knots: 2 comments there already are not sent; new ones are.',
      'knots: The feed could not be read: its server could not be reached. It is tried again soon.',
      expect.stringMatching(/^chat does not take a message \(HTTP 500\)\./),
      '✓ Delivered to hooks.example: 1 message.',
      `Polled at ${time(9, 0)}: 1 new comment.`,
    ]);
  });

  test('says once in a tick that there is nothing new, however many shards say so', async () => {
    const log = open();
    for (const unchanged of [0, 1, 2]) add(log, 'shard.ticked', { unchanged });
    await settled();
    expect(printed).toBe(`Polled at ${time(9, 0)}: nothing new.\n`);
  });

  test('counts what was delivered, in order, and notes at once that a feed is watched', async () => {
    const log = open('https://hooks.example/secret');
    add(log, 'feed.watching', { comments: 2, delivered: 2 });
    add(log, 'message.sent', { outcome: 'delivered', messages: 1 });
    add(log, 'message.sent', { outcome: 'delivered', messages: 2 });
    expect({ watched, progress }).toEqual({ watched: 1, progress: { delivered: 3 } });
    await settled();
    expect(printed.split('\n').slice(1, 3)).toEqual([
      '✓ Delivered to hooks.example: 1 message.',
      '✓ Delivered to hooks.example: 2 comments in one message, 3 in this run.',
    ]);
    expect(printed).not.toContain('secret');
  });
});
