import { SYSTEMS } from './registry.ts';
import type { FeedAddress, PageSigns } from './system.ts';

/** Feed that a page has by its address or its settings, as its system places it. */
export type KnownFeed = { readonly url: string; readonly of: FeedAddress['of']; readonly system: string };

/** Gives the feeds that the page at `url` has by its address and by the settings that its systems have put into it. */
export function knownFeeds(page: PageSigns, url: string): readonly KnownFeed[] {
  // Browsers, whose addresses the systems know pages by, write letters beyond ASCII as escapes.
  const href = URL.parse(url)?.href ?? url;
  const rules = SYSTEMS.flatMap(({ name, addresses = [] }) => addresses.map((rule) => ({ ...rule, system: name })));
  return rules.flatMap(({ system, of, page: pattern, generator, feed }) => {
    const parts = pattern.exec(href);
    const isMade = generator === undefined || page.generators.some((name) => generator.test(name));
    const known = parts === null || !isMade ? null : feed(parts, page);
    return known === null ? [] : { url: known, of, system };
  });
}

/**
 * Gives the comment feeds of a site by the system that made its feed of posts, those nearest to `page` first, and the system's
 * name. `home`: the site's page.
 */
export function usualFeeds(
  home: string,
  generator: string | null,
  page: string | null,
): readonly Pick<KnownFeed, 'url' | 'system'>[] {
  const system = SYSTEMS.find(({ usual }) => usual?.generator.test(generator ?? ''));
  return system?.usual?.feeds(home, page).map((url) => ({ url, system: system.name })) ?? [];
}
