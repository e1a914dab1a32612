import type { Env } from '../../env.ts';
import type { Operations } from '../operations.ts';
import { commentOperations } from './comments.ts';
import { configOperations } from './config.ts';
import { contextOf, type Given } from './context.ts';
import { destinationOperations } from './destinations.ts';
import { discovery } from './discover.ts';
import { feedEdits } from './edit-feed.ts';
import { feedOperations } from './feeds.ts';
import { messageOperations } from './messages.ts';
import { opmlOperations } from './opml.ts';
import { overviewOperations } from './overview.ts';
import { polling } from './poll-feed.ts';
import { postOperation } from './posts.ts';
import { previewing } from './preview.ts';
import { renaming } from './rename-feed.ts';
import { secretOperation } from './secret.ts';

/** Everything that the API, the pages and MCP can do, for one request. */
export function operationsOf(env: Env, given: Given): Operations {
  const context = contextOf(env, given);
  return {
    ...overviewOperations(context),
    ...feedOperations(context),
    ...feedEdits(context),
    ...polling(context),
    ...renaming(context),
    ...postOperation(context),
    ...commentOperations(context),
    ...destinationOperations(context),
    ...messageOperations(context),
    ...secretOperation(context),
    ...discovery(context),
    ...previewing(context),
    ...configOperations(context),
    ...opmlOperations(context),
  };
}
