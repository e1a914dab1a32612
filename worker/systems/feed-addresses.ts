import { SYSTEMS } from './registry.ts';
import type { FeedAddress } from './system.ts';

/** Feed that a page has by its address, as its system places it. */
export type KnownFeed = { readonly url: string; readonly of: FeedAddress['of'] };

/** Gives the feeds of the page at `url` by its address. `generators`: what the page says that it was made with. */
export function knownFeeds(html: string, url: string, generators: readonly string[]): readonly KnownFeed[] {
  return SYSTEMS.flatMap(({ addresses = [] }) => addresses).flatMap(({ of, page, generator, sign, feed }) => {
    const parts = page.exec(url);
    if (parts === null || (generator !== undefined && !generators.some((name) => generator.test(name)))) return [];
    const found = sign?.exec(html) ?? null;
    const known = sign !== undefined && found === null ? null : feed(parts, found, html);
    return known === null ? [] : { url: known, of };
  });
}

/**
 * Gives the comment feeds of a site by the system that made its feed of posts, those nearest to `page` first. `home`: the
 * site's page.
 */
export function usualFeeds(home: string, generator: string | null, page: string | null): readonly string[] {
  const system = SYSTEMS.find(({ usual }) => usual?.generator.test(generator ?? ''));
  return system?.usual?.feeds(home, page) ?? [];
}
