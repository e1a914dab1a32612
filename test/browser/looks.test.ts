import { mkdirSync } from 'node:fs';
import path from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, openBrowser, openWindow } from '../support/browser.ts';
import { platforms } from '../../worker/destination/registry.ts';
import { fixtureOf } from '../destination/fixture/fixture.ts';
import { Furnished, TOKEN } from '../support/furnished.ts';

/** Pictures of every page, for people to look at: git ignores the folder. */
const FOLDER = path.resolve(import.meta.dirname, '../../.wrangler/pages');

const items = v.object({ items: v.array(v.object({ id: v.string() })) });
const violations = v.array(v.object({ id: v.string(), nodes: v.array(v.object({ html: v.string() })) }));

/** `doesAsk`: axe is asked; once in each colours and each width is enough, and it takes its time. */
const looks = [
  { width: 'desktop', scheme: 'light', doesAsk: true },
  { width: 'desktop', scheme: 'dark', doesAsk: false },
  { width: 'phone', scheme: 'light', doesAsk: false },
  { width: 'phone', scheme: 'dark', doesAsk: true },
] as const;

let browser: Browser;
let earshot: Furnished;
let pages: Readonly<Record<string, string>>;

describe.skipIf(CHROMIUM === null)('every page, with hostile words wherever a stranger may write some', () => {
  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true });
    [browser, earshot] = await Promise.all([openBrowser(), Furnished.open()]);
    const idOf = async (list: string) => {
      const [first] = v.parse(items, await (await earshot.api(list)).json()).items;
      return encodeURIComponent(first?.id ?? '');
    };
    const comments = '/feeds/hostile/comments';
    pages = {
      overview: '/',
      searched: '/?q=nothing-has-this-name',
      add: '/add',
      feed: '/feeds/kites',
      'feed-hostile': '/feeds/hostile',
      'feed-failing': '/feeds/failing',
      'feed-site': '/feeds/site',
      'feed-paused': '/feeds/resting',
      'feed-invalid': '/feeds/nonsense',
      comment: `${comments}/${await idOf(`/api${comments}`)}`,
      destination: '/destinations/default',
      'destination-failing': '/destinations/broken',
      'destination-invalid': '/destinations/nonsense',
      'destination-digest': '/destinations/evenings',
      message: `/destinations/default/messages/${await idOf('/api/destinations/default/messages?feed=hostile')}`,
      'message-waiting': `/destinations/broken/messages/${await idOf('/api/destinations/broken/messages')}`,
      settings: '/settings',
      missing: '/feeds/there-is-none',
    };
  });
  afterAll(async () => {
    await browser.close();
    await earshot.close();
  });

  // Two of the looks see each width and each colours once.
  test.each(looks.filter(({ doesAsk }) => doesAsk))(
    'draws comments as each chat does, in its colours ($width, $scheme)',
    async (look) => {
      for (const platform of platforms) {
        const { settings } = await fixtureOf(platform);
        const value = typeof settings === 'object' ? { type: platform.type, ...settings } : settings;
        const body = JSON.stringify(value);
        const saved = await earshot.api(`/api/destinations/${platform.type}`, { method: 'PUT', body });
        expect([platform.type, saved.ok]).toEqual([platform.type, true]);
      }
      const page = await openWindow(browser, look);
      await page.goto(earshot.url('/sign-in'));
      await page.getByLabel('Token').fill(TOKEN);
      await page.getByRole('button', { name: 'Sign in' }).click();
      const found: string[] = [];
      for (const { type } of platforms)
        for (const feed of ['kites', 'hostile']) {
          await page.goto(earshot.url('/add'));
          await preview(page, {
            action: 'preview',
            url: earshot.feedUrl(feed),
            name: 'new-feed',
            to: type,
            backfill: '2',
          });
          const one = `preview-${type}-${feed}`;
          await page.screenshot({ path: path.join(FOLDER, `${one}-${look.width}-${look.scheme}.png`), fullPage: true });
          const windows = await page.locator('.chat-view').count();
          if (windows === 0 && type !== 'webhook') found.push(`${one}: not drawn`);
          found.push(...(await faults(page, one, look.doesAsk)));
        }
      await page.context().close();
      expect(found).toEqual([]);
    },
  );

  test.each(looks)('is readable, by all, and holds no markup of theirs ($width, $scheme)', async (look) => {
    const page = await openWindow(browser, look);
    const name = (one: string) => path.join(FOLDER, `${one}-${look.width}-${look.scheme}.png`);
    const found: string[] = [];
    await page.goto(earshot.url('/sign-in'));
    await page.screenshot({ path: name('sign-in'), fullPage: true });
    found.push(...(await faults(page, 'sign-in', look.doesAsk)));
    await page.getByLabel('Token').fill(TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    for (const [one, address] of Object.entries(pages)) {
      await page.goto(earshot.url(address));
      await page.screenshot({ path: name(one), fullPage: true });
      found.push(...(await faults(page, one, look.doesAsk)));
    }
    await page.context().close();
    expect(found).toEqual([]);
  });
});

/** Sends a form as the page that is open does. */
async function preview(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  const send = `{
    const form = document.createElement('form');
    form.method = 'post';
    form.action = '/add';
    for (const [name, value] of Object.entries(${JSON.stringify(fields)})) form.append(Object.assign(document.createElement('input'), { name, value }));
    document.body.append(form);
    form.submit();
  }`;
  await Promise.all([page.waitForURL('**/add'), page.evaluate(send)]);
  await page.getByRole('heading', { name: 'Preview of' }).waitFor();
}

/** Faults of the page that is open: what axe finds, what sticks out at the side, and markup that is not ours. */
async function faults(page: Page, name: string, doesAsk: boolean): Promise<readonly string[]> {
  // Given to the browser by its debugger: the page's own policy lets no script in.
  if (doesAsk) await page.evaluate(axe.source);
  const asked = doesAsk ? await page.evaluate('axe.run().then(({ violations }) => violations)') : [];
  const found = v.parse(violations, asked);
  const width = v.parse(
    v.object({ all: v.number(), window: v.number() }),
    await page.evaluate(
      '({ all: document.documentElement.scrollWidth, window: document.documentElement.clientWidth })',
    ),
  );
  const alive = await page.evaluate(
    'window.hacked ?? document.querySelectorAll("script, img, iframe, [onerror]").length',
  );
  return [
    ...found.map(({ id, nodes: [node] }) => `${name}: ${id}: ${node?.html.slice(0, 200) ?? ''}`),
    ...(width.all > width.window ? [`${name}: is ${width.all} px wide in a window of ${width.window}`] : []),
    ...(alive === 0 ? [] : [`${name}: markup of a stranger is alive`]),
  ];
}
