import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Places of a Chromium: Debian's, Ubuntu's, Chrome's, and macOS's; `CHROMIUM` names another one. */
const PLACES = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of the Chromium of this machine; `null`: there is none. */
export const CHROMIUM = PLACES.find((place) => place !== '' && existsSync(place)) ?? null;

/** Widths of windows in px: a phone's and a desktop's. */
export const WIDTHS = { phone: 390, desktop: 1280 } as const;

/** Kind of a window: its width, whether scripts run in it, and which colours its reader prefers. */
export type Look = {
  readonly width: keyof typeof WIDTHS;
  readonly scripts?: boolean;
  readonly scheme?: 'light' | 'dark';
};

/** Starts the browser of this machine. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM ?? '',
    // No sandbox: containers that run as root have none. Nothing is asked of the network but what a test asks.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}

/** Opens a window with a memory of its own. */
export async function openWindow(browser: Browser, { width, scripts = true, scheme = 'light' }: Look): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: WIDTHS[width], height: 900 },
    colorScheme: scheme,
    javaScriptEnabled: scripts,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  // A page that hangs is to say so long before the test ends.
  page.setDefaultTimeout(10_000);
  return page;
}
