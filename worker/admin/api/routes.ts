/** Methods that the API takes. A path that has GET answers HEAD as well. */
export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** Parameters of lists. */
export type Parameter = 'limit' | 'after' | 'state' | 'feed' | 'q';

/** One route of the API. `access`: the least that opens it. */
export type Route = {
  /** Name of what it does, in openapi.json too. */
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly access: 'open' | 'reader' | 'owner';
  /** Parameters that a list takes in its query. */
  readonly query?: readonly Parameter[];
};

const FEEDS = '/api/feeds';
const FEED = `${FEEDS}/:name`;
const DESTINATIONS = '/api/destinations';
const DESTINATION = `${DESTINATIONS}/:name`;
const MESSAGES = `${DESTINATION}/messages`;

const LIST = ['limit', 'after', 'state', 'q'] as const;

/** All routes of the API: the router's methods, openapi.json and the tests are made of this table. */
export const routes = [
  { id: 'readHealth', method: 'GET', path: '/health', access: 'open' },

  { id: 'listFeeds', method: 'GET', path: FEEDS, access: 'reader', query: LIST },
  { id: 'readFeed', method: 'GET', path: FEED, access: 'reader' },
  { id: 'putFeed', method: 'PUT', path: FEED, access: 'owner' },
  { id: 'deleteFeed', method: 'DELETE', path: FEED, access: 'owner' },
  { id: 'pollFeed', method: 'POST', path: `${FEED}/poll`, access: 'owner' },
  { id: 'resetFeed', method: 'POST', path: `${FEED}/reset`, access: 'owner' },
  { id: 'renameFeed', method: 'POST', path: `${FEED}/rename`, access: 'owner' },
  { id: 'resumeFeed', method: 'POST', path: `${FEED}/resume`, access: 'owner' },
  { id: 'listPosts', method: 'GET', path: `${FEED}/posts`, access: 'reader', query: ['limit', 'after', 'state'] },
  { id: 'listComments', method: 'GET', path: `${FEED}/comments`, access: 'reader', query: LIST },

  { id: 'listDestinations', method: 'GET', path: DESTINATIONS, access: 'reader', query: LIST },
  { id: 'readDestination', method: 'GET', path: DESTINATION, access: 'reader' },
  { id: 'putDestination', method: 'PUT', path: DESTINATION, access: 'owner' },
  { id: 'deleteDestination', method: 'DELETE', path: DESTINATION, access: 'owner' },
  { id: 'testDestination', method: 'POST', path: `${DESTINATION}/test`, access: 'owner' },
  { id: 'replayMessages', method: 'POST', path: `${DESTINATION}/replay`, access: 'owner' },
  { id: 'listMessages', method: 'GET', path: MESSAGES, access: 'reader', query: [...LIST, 'feed'] },
  { id: 'readMessage', method: 'GET', path: `${MESSAGES}/:id`, access: 'reader' },
  { id: 'readSecret', method: 'GET', path: `${DESTINATION}/secret`, access: 'owner' },

  { id: 'discover', method: 'POST', path: '/api/discover', access: 'reader' },
  { id: 'preview', method: 'POST', path: '/api/preview', access: 'reader' },
  { id: 'readConfig', method: 'GET', path: '/api/config', access: 'reader' },
  { id: 'putConfig', method: 'PUT', path: '/api/config', access: 'owner' },
  { id: 'readOpml', method: 'GET', path: '/api/opml', access: 'reader' },
  { id: 'importOpml', method: 'POST', path: '/api/opml', access: 'owner' },
  { id: 'readOpenApi', method: 'GET', path: '/api/openapi.json', access: 'reader' },
  { id: 'mcp', method: 'POST', path: '/mcp', access: 'reader' },
] as const satisfies readonly Route[];

/** Name of a route. */
export type RouteId = (typeof routes)[number]['id'];

/** Gives the methods of a path as the header `Allow` names them (RFC 9110, section 10.2.1). */
export function allowedMethods(path: string): readonly string[] {
  return routes
    .filter((route) => route.path === path)
    .flatMap(({ method }): readonly string[] => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}
