import { continueAdding, showAdd } from './add/add.ts';
import { changeDestination } from './destination/change-destination.ts';
import { showDestination } from './destination/destination.ts';
import { changeMessage, showMessage } from './destination/message.ts';
import { changeFeed } from './feed/change-feed.ts';
import { changeComment, showComment } from './feed/comment.ts';
import { showFeed } from './feed/feed.ts';
import { changeFeeds, showOverview } from './overview/overview.ts';
import { type PageRoute, route } from './route.ts';
import { changeSettings, showSettings } from './settings/settings.ts';
import { signInRoutes } from './sign-in.ts';
import { STYLE } from './style.ts';

/** A year: the address changes with the sheet. */
const STYLE_HEADERS = {
  'content-type': 'text/css; charset=utf-8',
  'cache-control': 'public, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
} as const;

/** Every page. Who is not signed in gets to the style sheet and the sign-in alone. */
export const pageRoutes: readonly PageRoute[] = [
  { method: 'GET', path: '/style.css', handler: async () => new Response(STYLE, { headers: STYLE_HEADERS }) },
  ...signInRoutes,
  route('GET', '/', showOverview),
  route('POST', '/', changeFeeds),
  route('GET', '/add', showAdd),
  route('POST', '/add', continueAdding),
  route('GET', '/feeds/:name', (visit) => showFeed(visit)),
  route('POST', '/feeds/:name', changeFeed),
  route('GET', '/feeds/:name/comments/:id', (visit) => showComment(visit)),
  route('POST', '/feeds/:name/comments/:id', changeComment),
  route('GET', '/destinations/:name', (visit) => showDestination(visit)),
  route('POST', '/destinations/:name', changeDestination),
  route('GET', '/destinations/:name/messages/:id', (visit) => showMessage(visit)),
  route('POST', '/destinations/:name/messages/:id', changeMessage),
  route('GET', '/settings', (visit) => showSettings(visit)),
  route('POST', '/settings', changeSettings),
];
