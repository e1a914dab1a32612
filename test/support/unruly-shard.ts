import { env } from 'cloudflare:test';
import type { Page } from './scripted-web.ts';
import { emptyKv, Shard } from './shard.ts';
import { UnrulySite } from './unruly-site.ts';

/** A shard that follows the posts of an unruly site, under the name of `blog`. */
export class UnrulyShard extends Shard {
  readonly site = new UnrulySite();

  /** Opens one, with nothing else in KV. */
  static async open(): Promise<UnrulyShard> {
    await emptyKv();
    const shard = new UnrulyShard();
    await shard.follow();
    return shard;
  }

  /** Puts the site into CONFIG, with those changes of its fields. */
  follow(changes: object = {}): Promise<void> {
    const feed = { url: 'https://blog.example/feed.xml', follow: '14d', ...changes };
    return env.CONFIG.put('feed:blog', JSON.stringify(feed));
  }

  /** So many ticks, in each of which the site is as it is then, and as `change` makes its pages. */
  async ticks(count: number, change: (pages: Map<string, Page>) => void = () => {}): Promise<void> {
    for (let tick = 0; tick < count; tick++) {
      this.pages.clear();
      for (const [url, page] of this.site.pages()) this.pages.set(url, page);
      change(this.pages);
      await this.tick();
    }
  }
}
