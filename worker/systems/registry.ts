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

/** All known systems, those that are told most surely first. */
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

/** Systems of feeds that were asked for: telling one takes a pass over the feed. */
const KNOWN = new WeakMap<ParsedFeed, BlogSystem>();

/** Gives the system that the feed is from; the generic one where none owns it. */
export function systemOf(feed: ParsedFeed): BlogSystem {
  const system = KNOWN.get(feed) ?? SYSTEMS.find(({ owns }) => owns(feed)) ?? generic;
  KNOWN.set(feed, system);
  return system;
}
