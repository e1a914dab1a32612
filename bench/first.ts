import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { readCommandLine } from '../scripts/command-line.ts';
import { CHROMIUM, openBrowser, openWindow } from '../test/support/browser.ts';
import { FeedServer } from '../test/support/feed-server.ts';
import { movableType } from '../test/support/feeds.ts';
import { Receiver } from '../test/support/receiver.ts';
import { waitFor } from '../test/support/wait.ts';

// From nothing to the first notification: npm start, its link, a post's address and a webhook's, in a real browser.

const USAGE = `npm run bench:first

Times the way from npm start to the first comment that a webhook of one's own gets, in Chromium: what the machine takes;
a person types and reads besides.`;

readCommandLine(USAGE, {});
if (CHROMIUM === null) throw new Error('There is no Chromium here; CHROMIUM names one.');

const ROOT = path.resolve(import.meta.dirname, '..');
const state = mkdtempSync(path.join(tmpdir(), 'earshot-first-'));
const [feeds, receiver, browser] = await Promise.all([FeedServer.open(), Receiver.open(), openBrowser()]);
feeds.serve('/kites', movableType([{ number: 1 }, { number: 2 }]));
feeds.serve('/post', {
  kind: 'feed',
  type: 'text/html',
  body: `<!doctype html><title>Kites</title><link rel="alternate" type="application/atom+xml" title="Comments on Kites" href="${feeds.url('/kites')}">`,
});

let before = performance.now();
const began = before;
const steps: (readonly [string, number])[] = [];
function step(what: string): void {
  const now = performance.now();
  steps.push([what, now - before]);
  before = now;
}

const start = spawn(process.execPath, ['scripts/start.ts', '--state', state], { cwd: ROOT, detached: true });
try {
  let printed = '';
  start.stdout.on('data', (chunk: Buffer) => (printed += stripVTControlCharacters(chunk.toString())));
  const link = await waitFor('the link', () => /http:\S+\/sign-in\?code=\w+/.exec(printed)?.[0] ?? false);
  step('npm start prints its link');
  const page = await openWindow(browser, { width: 'desktop' });
  await page.goto(link);
  await page.getByRole('link', { name: 'Add', exact: true }).click();
  step('the link signs in, and “Add” opens');
  await page.getByLabel('Paste an address').fill(feeds.url('/post'));
  await page.getByRole('button', { name: 'See what is there' }).click();
  await page.getByLabel('Name', { exact: true }).fill('kites');
  step('a post’s address is pasted, and its comment feed found');
  await page.getByLabel('Goes to').selectOption({ label: 'a new destination …' });
  await page.getByText('A new destination', { exact: true }).click();
  await page.getByLabel('Its URL').fill(receiver.url);
  await page.getByLabel('Its name').fill('mine');
  await page.getByText('Backfill and filters').click();
  await page.getByLabel('Backfill').fill('1');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByRole('button', { name: 'Save and watch' }).waitFor();
  step('a destination is given, and the preview shows what would be sent');
  await page.getByRole('button', { name: 'Save and watch' }).click();
  await waitFor('the first comment', () => receiver.messages.some(({ type }) => type === 'comment.created'));
  step('it is saved, and the first comment arrives');
  for (const [what, time] of steps) console.log(`${(time / 1000).toFixed(1).padStart(6)} s  ${what}`);
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  in all`);
} finally {
  if (start.pid !== undefined) process.kill(-start.pid, 'SIGKILL');
  await Promise.all([browser.close(), feeds.close(), receiver.close()]);
  rmSync(state, { recursive: true, force: true });
}
