import { VERSION } from '../version.ts';

/** What Earshot calls itself to feeds and destinations, with a page for whoever wonders in their server's log. */
export const USER_AGENT = `Earshot/${VERSION} (+https://github.com/earshot-worker/earshot)`;
