import type { Parameter, Route } from '../../worker/admin/api/routes.ts';
import { destinationShape, feedShape, messageStates, postShape } from '../../worker/admin/shapes.ts';

type Json = Record<string, unknown>;

/** Name of a parameter among the components: what `state` may be depends on the list. */
export function parameterName({ path }: Pick<Route, 'path'>, name: Parameter): string {
  if (name !== 'state') return name;
  if (path === '/api/feeds') return 'state-feed';
  if (path === '/api/feeds/:name/posts') return 'state-post';
  return path === '/api/destinations' ? 'state-destination' : 'state-message';
}

/** All parameters by name. */
export function parameters(): Json {
  return {
    'path-name': inPath('name', 'A name in the configuration.'),
    'path-id': inPath('id', 'A message’s id.'),
    limit: inQuery('limit', 'Most items of a page.', { type: 'integer', minimum: 1, maximum: 200, default: 50 }),
    after: inQuery('after', 'The `next` of the page before.'),
    feed: inQuery('feed', 'Only what is of that feed.'),
    q: inQuery('q', 'Part of a name or title; of messages, of text, author or title. In upper or lower case.'),
    'state-feed': state(feedShape.entries.state.options),
    'state-destination': state(destinationShape.entries.state.options),
    'state-post': state(postShape.entries.state.options),
    'state-message': state(messageStates),
  };
}

function inPath(name: string, description: string): Json {
  return { name, in: 'path', required: true, description, schema: { type: 'string' } };
}

function inQuery(name: string, description: string, schema: Json = { type: 'string' }): Json {
  return { name, in: 'query', description, schema };
}

function state(states: readonly string[]): Json {
  return inQuery('state', 'Only what is in that state.', { type: 'string', enum: states });
}
