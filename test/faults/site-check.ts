import type { Destination } from './destination.ts';
import type { Owed } from './due-check.ts';
import type { Run } from './run.ts';
import type { Post, Site } from './site.ts';
import { DAY } from './time.ts';
import type { Row } from '../support/outbox-row.ts';

/** Posts of a site as a shard has them, or SEEN: by the address of each feed its comments, as they are stored. */
export type SiteMemory = {
  readonly feed: string;
  readonly url: string;
  readonly known: string;
  readonly retired: boolean;
};

/** Query for that, of all sites. */
export const SITE_MEMORY = 'SELECT feed, url, known, retired_at IS NOT NULL AS retired FROM child';

type Entry = readonly unknown[];

/** Gives the run's numbers of the comments that are remembered of one post. */
function numbersIn(site: Site, url: string, known: readonly Entry[]): readonly number[] {
  const said = site.postAt(url)?.said ?? [];
  return known.flatMap(([id]) => said[Number(id) - 1]?.number ?? []);
}

/** At any time: what is remembered of a post, here or in SEEN, stands in each destination's log, or is owed to it. */
export function* lostOfSite(
  run: Run,
  { name }: Destination,
  memory: readonly SiteMemory[],
  rows: readonly Row[],
  owed: Owed,
): Generator<string> {
  const { site, seen, now, numbers } = run;
  if (site === null || !site.to.includes(name)) return;
  const here = new Set([...rows.map(({ id }) => numbers.get(id)), ...(owed.get(name) ?? [])]);
  const parsed = memory.map(({ url, known }) => ({ url, known: JSON.parse(known) as readonly Entry[] }));
  const { children = [] } = JSON.parse(seen.read(site.name, now) ?? '{}') as { readonly children?: typeof parsed };
  for (const { url, known } of [...parsed, ...children])
    for (const number of numbersIn(site, url, known))
      if (!here.has(number)) yield `comment ${number} of ${url} is remembered, and lost`;
}

/** In the end: what was there at first was never told, and all that came since, on any post that is watched, was. */
export function* brokenOfSite(
  run: Run,
  { name, accepted }: Destination,
  memory: readonly SiteMemory[],
  rows: readonly Row[],
): Generator<string> {
  const { site, numbers } = run;
  if (site === null || !site.to.includes(name)) return;
  const told = new Set(
    accepted.flatMap(({ number, type, hold }) => (type === 'comment.created' && hold === null ? [number] : [])),
  );
  for (const post of site.posts)
    for (const { number, published } of post.said)
      if (published <= site.oldAtLeastUntil(post) && told.has(number))
        yield `comment ${number} was there at first, and told`;
  for (const post of site.listed)
    if (!memory.some(({ url }) => site.postAt(url) === post))
      yield `the post of ${new Date(post.at).toISOString()} is not watched`;
  const here = new Set(rows.map(({ id }) => numbers.get(id)));
  for (const { number } of dueOf(run, site, memory))
    if (!here.has(number)) yield `comment ${number} of the site was missed`;
  const isGapTold = accepted.some(({ type, feed }) => type === 'feed.gap' && site.isCalled(feed));
  if (isGapTold || site.pageMode === null || site.mayMove || !site.isFollowedLong) return;
  for (const { number } of dueOfNew(site, memory))
    if (!here.has(number)) yield `comment ${number} of a new post was lost on its older pages`;
}

/** Posts whose comments a reader is led to. */
function watchedOf(site: Site, memory: readonly SiteMemory[]): readonly Post[] {
  const isHad = ({ retired, url }: SiteMemory): boolean => !retired && site.isLedTo(url);
  const watched = new Set(memory.filter(isHad).map(({ url }) => site.postAt(url)));
  return site.posts.filter((post) => watched.has(post));
}

/** Comments on posts that were new, with those of older pages, that a reader has to have by now, or tells of a gap. */
function dueOfNew(site: Site, memory: readonly SiteMemory[]): Site['comments'] {
  return watchedOf(site, memory)
    .filter((post) => site.oldUntil(post) === -Infinity)
    .flatMap((post) => {
      // What was said a day before it was seen may be its draft's.
      const since = (site.knownSince.get(post) ?? Infinity) - DAY;
      return post.said.filter(({ number, published }) => published > since && !site.misplaced.has(number));
    });
}

/** Comments of a site that a reader has to have by now. */
function dueOf(run: Run, site: Site, memory: readonly SiteMemory[]): Site['comments'] {
  return watchedOf(site, memory).flatMap((post) =>
    site
      .visible(post)
      .filter(
        ({ number, published }) => published > sinceOf(run, site, site.oldUntil(post)) && !site.misplaced.has(number),
      ),
  );
}

/** A post that is given up early may have had what nobody read any more: only what comes once all works is certain. */
function sinceOf({ healedAt }: Run, { isFollowedLong }: Site, old: number): number {
  return isFollowedLong ? old : Math.max(old, healedAt);
}

/** In the end: SEEN has of each post what the shard has. That one has retired is not put for that alone. */
export function siteBehind({ seen, now }: Run, site: Site, memory: readonly SiteMemory[]): boolean {
  const { children = [] } = JSON.parse(seen.read(site.name, now) ?? '{}') as {
    readonly children?: readonly { readonly url: string; readonly known: readonly Entry[] }[];
  };
  const retired = new Set(memory.filter((one) => one.retired).map(({ url }) => url));
  const texts = (all: readonly (readonly [string, readonly Entry[]])[]): string => {
    const followed = all.filter(([url]) => !retired.has(url));
    return JSON.stringify(
      followed.map(([url, known]) => [url, known.map(([id, , , content]) => [id, content])]).toSorted(),
    );
  };
  return (
    texts(children.map(({ url, known }) => [url, known])) !==
    texts(memory.map(({ url, known }) => [url, JSON.parse(known) as readonly Entry[]]))
  );
}
