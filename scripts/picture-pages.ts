// Draws README's picture of the pages, docs/pages.png, from the real Worker in the local runtime: npm run picture:pages
import path from 'node:path';
import { CHROMIUM, openBrowser } from '../test/support/browser.ts';
import { movableType, type Said } from '../test/support/feeds.ts';
import { TOKEN } from '../test/support/furnished.ts';
import { waitFor } from '../test/support/wait.ts';
import { WorkerHarness } from '../test/support/worker-harness.ts';
import { readCommandLine } from './command-line.ts';

const FILE = path.resolve(import.meta.dirname, '../docs/pages.png');
const SIZE = { width: 1040, height: 900 };

const USAGE = `npm run picture:pages

Draws README's picture of the pages, docs/pages.png: feeds and destinations as people have them, in the real Worker.
It needs a Chromium; CHROMIUM names one that is not where it usually is.`;

readCommandLine(USAGE, {});
if (CHROMIUM === null) throw new Error('There is no Chromium here; CHROMIUM names one.');

/** Feeds by name: the title of their post, and its comments. */
const FEEDS: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'bread-blog': [
    'Bread, without kneading',
    ['It rose!', 'Mine did not. How warm is your kitchen?', 'About 22 degrees.'],
  ],
  'kite-club': ['Kites, and how they fall', ['They fall because the wind does.', 'Mine falls on my neighbour.']],
  'tea-shop': ['Oolong from the high mountain', ['Is there a smaller pack?', 'It came in two days. Thank you!']],
};

const minutes = 60_000;
const now = Math.floor(Date.now() / (5 * minutes)) * 5 * minutes;
const harness = await WorkerHarness.open();
const browser = await openBrowser();
try {
  const { feeds, earshot } = harness;
  const team = await harness.destination('default', { type: 'slack' });
  const shop = await harness.destination('shop-desk');
  shop.always = 503;
  const evenings = await harness.destination('evenings', { type: 'slack', digest: '1d@18:00 Europe/Berlin' });
  for (const [name, [title, comments]] of Object.entries(FEEDS)) {
    const said = comments.map((html, at): Said => ({ number: at + 1, html, from: now - 40 * minutes }));
    feeds.serve(`/${name}`, movableType(said).replaceAll('Kites &amp; how they fall', title));
  }
  feeds.serve('/old-forum', { kind: 'status', status: 502 });
  await harness.watch('bread-blog', { backfill: 3, to: ['default', 'evenings'] });
  await harness.watch('kite-club', { backfill: 2 });
  await harness.watch('tea-shop', { backfill: 2, to: ['default', 'shop-desk'] });
  await harness.watch('old-forum');
  await harness.watch('holiday-diary', { paused: true });
  await earshot.tick(now);
  await waitFor(
    'all that is sent',
    () => team.taken.length >= 9 && shop.received.length > 0 && evenings.taken.length > 0,
  );
  const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: 1.5, timezoneId: 'Europe/Berlin' });
  await page.goto(new URL('/sign-in', earshot.url).href);
  await page.getByLabel('Token').fill(TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.screenshot({ path: FILE, fullPage: true });
  console.log('docs/pages.png written');
} finally {
  await browser.close();
  await harness.close();
}
