import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, openBrowser, openWindow } from '../support/browser.ts';
import { TOKEN } from '../support/furnished.ts';
import { linkOf, POST } from '../support/feeds.ts';
import { Receiver } from '../support/receiver.ts';
import { waitFor } from '../support/wait.ts';
import { created, WorkerHarness } from '../support/worker-harness.ts';

let browser: Browser;

/** The pages have no script: that it works without them is tried once. */
const looks = [
  { width: 'desktop', scripts: true },
  { width: 'phone', scripts: false },
] as const;

describe.skipIf(CHROMIUM === null)('from nothing to a comment that arrived, and over an outage', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  test.each(looks)('on a $width, with scripts: $scripts', async (look) => {
    const harness = await WorkerHarness.open();
    const receiver = await Receiver.open();
    const page = await openWindow(browser, look);
    try {
      const { url } = harness.earshot;
      // A poll that is asked for goes by the real clock, so that the ticks have to, too.
      harness.earshot.now = Date.now();
      harness.feeds.serve('/post', { kind: 'feed', type: 'text/html', body: postPage(harness.feeds.url('/kites')) });
      await harness.say('kites', [{ number: 1 }, { number: 2 }]);

      await page.goto(url);
      expect(new URL(page.url()).pathname).toBe('/sign-in');
      await page.getByLabel('Token').fill(TOKEN);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();

      await page.goto(new URL('/add', url).href);
      await page.getByLabel('Paste an address').fill(harness.feeds.url('/post'));
      await page.getByRole('button', { name: 'See what is there' }).click();
      await seen(page, `Found Comments for ${POST.title}`);
      await page.getByLabel('Name', { exact: true }).fill('kites');
      await page.getByLabel('Its URL').fill(receiver.url);
      await page.getByRole('button', { name: 'Preview' }).click();
      await seen(page, 'Preview of kites');
      await seen(page, 'Thought 2');
      await page.getByRole('button', { name: 'Save and watch' }).click();
      await page.waitForURL('**/feeds/kites**');

      // Right after it is saved: not minutes later, when the cron comes by.
      await waitFor('the first message', () => receiver.messages.length > 0);
      await harness.say('kites', [{ number: 1 }, { number: 2 }, { number: 3 }]);
      await waitFor('the comment', () => created(receiver.messages).length === 1);
      await page.reload();
      await seen(page, 'Visitor 3');
      await page.goto(new URL('/destinations/default?state=delivered', url).href);
      await seen(page, 'Visitor 3');

      receiver.always = 404;
      await harness.say(
        'kites',
        [1, 2, 3, 4].map((number) => ({ number })),
      );
      await waitFor('a refusal', () => receiver.received.length > receiver.taken.length);
      await waitFor('the problem in words', async () => {
        await page.goto(new URL('/', url).href);
        return (await page.textContent('main'))?.includes('404') === true;
      });

      receiver.always = null;
      await page.goto(new URL('/destinations/default', url).href);
      await page.getByRole('button', { name: 'Send a test' }).click();
      await waitFor('what had to wait', () => created(receiver.messages).length === 2);
      const before = receiver.taken.length;
      await page.goto(new URL('/destinations/default?state=delivered', url).href);
      await page.getByRole('row').filter({ hasText: 'Visitor 3' }).getByRole('checkbox').check();
      await page.getByRole('button', { name: 'Send the selected again' }).click();
      await waitFor('it once more', () => receiver.taken.length > before);
      expect(created(receiver.messages).map(({ comment }) => comment.url)).toEqual([linkOf(3), linkOf(4), linkOf(3)]);
    } finally {
      await page.context().close();
      await harness.close();
      await receiver.close();
    }
  });
});

/** Waits until the page shows a text. */
async function seen(page: Page, text: string): Promise<void> {
  await page.getByText(text).first().waitFor();
}

/** A post as its readers see it: it names its comments' feed. */
function postPage(feed: string): string {
  return `<!doctype html><title>${POST.title}</title>
<link rel="alternate" type="application/atom+xml" title="Comments on this post" href="${feed}">
<h1>${POST.title}</h1><p>They fall because the wind does.</p>`;
}
