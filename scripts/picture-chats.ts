// Draws the pictures of chats in docs from the gallery, in a browser: npm run picture:chats
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { platforms } from '../worker/destination/registry.ts';
import { CHROMIUM, openBrowser } from '../test/support/browser.ts';
import { readCommandLine } from './command-line.ts';
import { writeGallery } from './gallery/write.ts';

const DOCS = path.resolve(import.meta.dirname, '../docs');

/** Style of the chats side by side: as wide as the window, without their title. */
const TOGETHER = 'nav, #picture h2 { display: none } #picture .tiles { max-width: none; margin: -20px; padding: 20px }';

/** Style that leaves the first message of each view, 600 px wide, and of a mail what is shown of its HTML. */
const FIRST_ALONE = `.samples { columns: auto; display: block } .chat-view { width: 600px; box-sizing: border-box }
  .chat-message ~ .chat-message, .chat-email .chat-card ~ pre { display: none }`;

const USAGE = `npm run picture:chats

Draws docs/chats.png, the same comment in six chats, and docs/chats/TYPE.png, the first message in each, as the gallery has
them. It needs a Chromium; CHROMIUM names one that is not where it usually is.`;

readCommandLine(USAGE, {});
if (CHROMIUM === null) throw new Error('There is no Chromium here; CHROMIUM names one.');

const folder = mkdtempSync(path.join(tmpdir(), 'earshot-picture-'));
const browser = await openBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme: 'light' });
  const gallery = path.join(folder, 'gallery.html');
  await writeGallery(gallery);
  await page.goto(pathToFileURL(gallery).href);
  await page.addStyleTag({ content: TOGETHER });
  await page.locator('#picture .tiles').screenshot({ path: path.join(DOCS, 'chats.png') });
  await page.addStyleTag({ content: FIRST_ALONE });
  for (const { type } of platforms) {
    const view = page.locator(`#${type} .chat-view`).first();
    await view.scrollIntoViewIfNeeded();
    // A frame is drawn once it is in sight.
    for (const frame of (await view.locator('iframe:visible').all()).slice(0, 1))
      await frame.contentFrame().locator('body').waitFor();
    await view.screenshot({ path: path.join(DOCS, 'chats', `${type}.png`) });
  }
  console.log(`docs/chats.png and ${platforms.length} pictures in docs/chats written`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
