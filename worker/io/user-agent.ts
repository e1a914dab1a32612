import { VERSION } from '../version.ts';

/** Name under which Earshot asks feeds and destinations, with a page for whoever finds it in a server's log. */
export const USER_AGENT = `Earshot/${VERSION} (+https://github.com/earshot-worker/earshot)`;
