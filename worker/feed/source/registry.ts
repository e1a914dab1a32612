import type { ParsedFeed } from '../../model.ts';
import { generic } from './generic.ts';
import { movableType } from './movable-type.ts';
import type { Source } from './source.ts';
import { wordpress } from './wordpress.ts';

/** Every system whose ways are known, the surest to be told first. */
const SOURCES: readonly Source[] = [movableType, wordpress];

/** The system that the feed is from; the generic one where none owns it. */
export function sourceOf(feed: ParsedFeed): Source {
  return SOURCES.find((source) => source.owns(feed)) ?? generic;
}
