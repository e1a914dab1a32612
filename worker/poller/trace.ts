import type { Candidate } from '../discovery/discover.ts';
import type { FoundCandidate } from '../rpc/preview.ts';
import type { FoundAs } from './store/feed-state.ts';

/** Reasons for which a feed that was read is not the one. */
const REJECTIONS = {
  unread: 'there is no feed that can be read',
  posts: 'it holds posts',
  wider: 'it is wider than what was asked for',
} as const;

/** Names of systems as their makers write them; what is missing begins with a capital. */
const SYSTEM_NAMES: Readonly<Record<string, string>> = {
  'movable-type': 'Movable Type',
  'stack-exchange': 'Stack Exchange',
  hnrss: 'hnrss.org',
  phpbb: 'phpBB',
  wordpress: 'WordPress',
};

/** Longest list of candidates that people are shown. */
const SHOWN = 20;

/** Record of what a search for a feed considers, in words for people; one that only polls has none. */
export class Trace {
  readonly #candidates = new Map<string, { readonly of: FoundCandidate['of']; why: string }>();

  /** Notes a URL that may be the feed, and what speaks for it; what was noted first stays. */
  note(url: string, of: FoundCandidate['of'], why: string): void {
    const href = hrefOf(url);
    if (!this.#candidates.has(href)) this.#candidates.set(href, { of, why });
  }

  /** Notes the feeds that a page names. */
  noteAll(candidates: readonly Candidate[]): void {
    for (const candidate of candidates) this.note(candidate.url, candidate.of, whyOf(candidate));
  }

  /** Notes why a URL that was considered is not the one. */
  reject(url: string, reason: keyof typeof REJECTIONS): void {
    const candidate = this.#candidates.get(hrefOf(url));
    if (candidate !== undefined) candidate.why = `${candidate.why}; ${REJECTIONS[reason]}`;
  }

  /** The one at that URL; one that was not noted is what was asked for. */
  chosen(url: string, of: FoundAs): FoundCandidate {
    const why = this.#candidates.get(hrefOf(url))?.why ?? 'the address itself is a feed of comments';
    return { url, of, why };
  }

  /** All but that one, in the order in which they were considered. */
  others(chosen: string | null): readonly FoundCandidate[] {
    const except = chosen === null ? null : hrefOf(chosen);
    return [...this.#candidates]
      .filter(([url]) => url !== except)
      .slice(0, SHOWN)
      .map(([url, { of, why }]) => ({ url, of, why }));
  }
}

/** Gives what speaks for a feed of comments that a site has where its system always has it. */
export function usualWhy(system: string, of: 'page' | 'site'): string {
  return `${nameOf(system)}’s address for ${of === 'page' ? 'the page’s comments' : 'all comments of the site'}`;
}

function whyOf({ of, stated, by }: Candidate): string {
  if (typeof by === 'object') return usualWhy(by.system, of === 'page' ? 'page' : 'site');
  if (of === 'posts') return 'a feed that the page names, of its posts as far as its address tells';
  const whose = of === 'page' ? 'the page’s own comments' : 'all comments of the site';
  if (by === 'text') return `the page’s text links to it; its address is that of ${whose}`;
  return stated ? `the page names it as ${whose}` : `the page names it; its address is that of ${whose}`;
}

function nameOf(system: string): string {
  return SYSTEM_NAMES[system] ?? `${system.slice(0, 1).toUpperCase()}${system.slice(1)}`;
}

function hrefOf(url: string): string {
  return URL.parse(url)?.href ?? url;
}
