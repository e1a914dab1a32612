import { addFeed, pauseFeed, pollFeed, resumeFeed } from './changing-feeds.ts';
import { listDestinations, listMessages, listProblems } from './destinations.ts';
import { getFeed, listFeeds, listPosts, recentComments } from './feeds.ts';
import { discover, preview } from './looking.ts';
import { replay, testDestination } from './sending.ts';
import schemas from './schemas.json' with { type: 'json' };
import type { Tool } from './tool.ts';

/** Token that a request came with: ADMIN_TOKEN opens all tools, READ_TOKEN those that read. */
export type Role = 'owner' | 'reader';

/** All tools, in the order in which they are listed. */
export const tools: readonly Tool[] = [
  listProblems,
  listFeeds,
  getFeed,
  listPosts,
  recentComments,
  listDestinations,
  listMessages,
  discover,
  preview,
  addFeed,
  pauseFeed,
  resumeFeed,
  pollFeed,
  replay,
  testDestination,
];

/** Tools that a role may call. */
export function toolsFor(role: Role): readonly Tool[] {
  return tools.filter(({ changes }) => role === 'owner' || !changes);
}

const schemaOf: ReadonlyMap<string, object> = new Map(Object.entries(schemas));

/** A tool as `tools/list` describes it. */
export function described({ name, title, description, changes, openWorld }: Tool): object {
  const annotations = changes
    ? { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: openWorld }
    : { readOnlyHint: true, openWorldHint: openWorld };
  return { name, title, description, ...schemaOf.get(name), annotations: { title, ...annotations } };
}
