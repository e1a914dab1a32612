import { CHROMIUM } from '../support/browser.ts';

/** Says in one line that the browser tests are left out where there is no browser, or fails where they are required. */
export default function setup(): void {
  if (CHROMIUM !== null) return;
  if (process.env['BROWSER_TESTS'] === 'required')
    throw new Error('There is no Chromium, and the browser tests are required.');
  process.stdout.write('There is no Chromium here: the tests of the pages in a browser are left out.\n');
}
