import { movableType } from './feeds.ts';
import type { FeedServer } from './feed-server.ts';
import type { Receiver } from './receiver.ts';
import { waitFor } from './wait.ts';
import { WorkerHarness } from './worker-harness.ts';

/** Text that would run, break out of its element, or break the layout, wherever it were markup. */
const HOSTILE = `"><script>window.hacked=1</script><img src=x onerror=window.hacked=1>' onmouseover=window.hacked=1 \u202Eevil ${'long'.repeat(120)}`;

const escaped = HOSTILE.replaceAll('&', '&amp;')
  .replaceAll('<', '&lt;')
  .replaceAll('>', '&gt;')
  .replaceAll('"', '&quot;');

/** Token of these tests' owner; its name is looked for in every line of the log. */
export const TOKEN = 'canary-admin-token';

/** Serves a site with posts of comments that can be read, that cannot, and whose address no line can hold. */
function serveSite(feeds: FeedServer): void {
  const paths = ['kites', 'missing', `hostile?${encodeURIComponent(HOSTILE)}`, `hostile?${'long'.repeat(300)}`];
  const more = Array.from({ length: 20 }, (_, at) => `kites?${at}`);
  for (const path of more) feeds.serve(`/${path}`, movableType([{ number: 1 }]));
  const items = [...paths, ...more].map((path, at) => {
    const published = new Date(Date.now() - (at + 1) * 3_600_000).toUTCString();
    return `<item><title>${escaped}</title><link>${feeds.url(`/post-${at}`)}</link><guid>post-${at}</guid><pubDate>${published}</pubDate>
      <wfw:commentRss>${feeds.url(`/${path}`)}</wfw:commentRss><slash:comments>2</slash:comments></item>`;
  });
  feeds.serve(
    '/site',
    `<?xml version="1.0"?><rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
      xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>${escaped}</title>${items.join('')}</channel></rss>`,
  );
}

/** A Worker with feeds and destinations in every state, and hostile words wherever a stranger may write some. */
export class Furnished {
  readonly harness: WorkerHarness;
  readonly default: Receiver;
  readonly broken: Receiver;

  private constructor(harness: WorkerHarness, wellOne: Receiver, broken: Receiver) {
    this.harness = harness;
    this.default = wellOne;
    this.broken = broken;
  }

  /** Opens it, with its first polls made and its first messages sent. */
  static async open(): Promise<Furnished> {
    const harness = await WorkerHarness.open();
    const [wellOne, broken] = [
      await harness.destination('default'),
      await harness.destination('broken', { pace: '60/m' }),
    ];
    broken.always = 500;
    await harness.earshot.configure('destination:nonsense', '{ "url": "https://example.com/hook", "paec": "30/m" }');
    await harness.earshot.configure('destination:evenings', {
      url: wellOne.url,
      type: 'slack',
      digest: '1d@09:00 Europe/Berlin',
    });
    const { feeds, earshot } = harness;
    feeds.serve('/kites', movableType([1, 2, 3, 4].map((number) => ({ number }))));
    feeds.serve(
      '/hostile',
      movableType([
        { number: 11, author: HOSTILE, html: escaped },
        { number: 12, author: HOSTILE, html: `<p>${HOSTILE}</p><script>window.hacked=1</script>` },
      ]).replaceAll('Kites &amp; how they fall', escaped),
    );
    feeds.serve('/failing', { kind: 'status', status: 500 });
    await harness.watch('kites', { backfill: 2, to: ['default', 'broken', 'evenings'] });
    await harness.watch('hostile', { backfill: 2, to: ['default', 'broken'] });
    await harness.watch('failing');
    serveSite(feeds);
    await harness.watch('site', { follow: '30d' });
    await harness.watch('resting', { paused: true });
    await earshot.configure('feed:nonsense', '{ "url": "not a URL" }');
    // Pages go by the real clock.
    await earshot.tick(Math.floor(Date.now() / 300_000) * 300_000);
    await waitFor('the first messages', () => wellOne.taken.length >= 6);
    return new Furnished(harness, wellOne, broken);
  }

  /** Address of a page or of an answer. */
  url(path: string): string {
    return new URL(path, this.harness.earshot.url).href;
  }

  /** Address of one of its feeds. */
  feedUrl(name: string): string {
    return this.harness.feeds.url(`/${name}`);
  }

  /** Asks the API, as its owner. */
  async api(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url(path), { ...init, headers: { authorization: `Bearer ${TOKEN}` } });
  }

  async close(): Promise<void> {
    await this.harness.close();
  }
}
