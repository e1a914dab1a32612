import type { ParsedFeed } from '../feed/parsed-feed.ts';
import { blogger } from './blogger.ts';
import { discourse } from './discourse.ts';
import { disqus } from './disqus.ts';
import { generic } from './generic.ts';
import { hnrss } from './hnrss.ts';
import { isso } from './isso.ts';
import { khoros } from './khoros.ts';
import { movableType } from './movable-type.ts';
import { phpbb } from './phpbb.ts';
import { reddit } from './reddit.ts';
import { remark42 } from './remark42.ts';
import type { BlogSystem } from './system.ts';
import { stackExchange } from './stack-exchange.ts';
import { wordpress } from './wordpress/wordpress.ts';

/** Every system whose ways are known, the surest to be told first. */
export const SYSTEMS: readonly BlogSystem[] = [
  movableType,
  blogger,
  reddit,
  hnrss,
  isso,
  remark42,
  disqus,
  discourse,
  stackExchange,
  phpbb,
  khoros,
  wordpress,
];

/** To tell it is to go over the whole feed: who asks for each entry has it told once. */
const TOLD = new WeakMap<ParsedFeed, BlogSystem>();

/** The system that the feed is from; the generic one where none owns it. */
export function systemOf(feed: ParsedFeed): BlogSystem {
  const source = TOLD.get(feed) ?? SYSTEMS.find(({ owns }) => owns(feed)) ?? generic;
  TOLD.set(feed, source);
  return source;
}
