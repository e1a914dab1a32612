import type { ParsedFeed } from './parsed-feed.ts';
import { chronological } from './chronological.ts';
import { renderComment, type FoundComment } from './comment.ts';
import { said } from './said.ts';
import { sourceOf } from './source/registry.ts';
import type { Reading } from './source/source.ts';
import { type Unique, unique } from './unique.ts';

/** A comment as seen in a feed: what tells it from others and from its own former text, cheaply. */
export type Sighting = {
  /** Unique in the feed. */
  readonly id: string;
  /** Where others of the feed have the same guid: itself under that guid, and under an id of its own. */
  readonly shared: { readonly guid: string; readonly as: (id: 'guid' | 'own') => Sighting } | null;
  readonly url: string | null;
  /** The author's name. */
  readonly author: string | null;
  readonly published: string | null;
  /** What it says, without markup: changes only where the comment was edited. */
  readonly content: string;
  /** Renders it; takes time. */
  readonly render: () => FoundComment;
};

/**
 * The comments of a feed, oldest first, without the posts' own entries; ids are unique. Times after `now` (ms since the
 * epoch) order nothing: such a comment stands where the feed puts it.
 */
export function findComments(feed: ParsedFeed, now = Infinity): readonly Sighting[] {
  const read = sourceOf(feed).reader(feed);
  const readings = feed.entries.flatMap((entry) => read(entry) ?? []);
  return unique(chronological(readings, now)).map((one) => sightingOf(one, feed));
}

function sightingOf({ entry: reading, shared }: Unique<Reading>, feed: ParsedFeed): Sighting {
  const as = (id: string): Sighting => sightingOf({ entry: { ...reading, id }, shared }, feed);
  return {
    id: reading.id,
    shared:
      shared === null ? null : { guid: shared.guid, as: (which) => as(which === 'guid' ? shared.guid : shared.id) },
    url: reading.url,
    author: reading.author.name,
    published: reading.published ?? reading.updated,
    content: said(reading.content),
    render: () => renderComment(reading, feed),
  };
}
