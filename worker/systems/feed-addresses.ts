import { SYSTEMS } from './registry.ts';
import type { FeedAddress, PageSigns } from './system.ts';

/** Feed that a page has by its address or its settings, as its system places it. */
export type KnownFeed = { readonly url: string; readonly of: FeedAddress['of'] };

/** Gives the feeds that the page at `url` has by its address and by the settings that its systems have put into it. */
export function knownFeeds(page: PageSigns, url: string): readonly KnownFeed[] {
  // Browsers, whose addresses the systems know pages by, write letters beyond ASCII as escapes.
  const href = URL.parse(url)?.href ?? url;
  return SYSTEMS.flatMap(({ addresses = [] }) => addresses).flatMap(({ of, page: pattern, generator, feed }) => {
    const parts = pattern.exec(href);
    const isMade = generator === undefined || page.generators.some((name) => generator.test(name));
    const known = parts === null || !isMade ? null : feed(parts, page);
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
