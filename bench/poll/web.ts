import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

// A process of its own that serves the feeds, so that its work is counted to no one who reads them. `PUT /how` sets how.

/**
 * Manner in which feeds are served from now on. `fresh`: rounds of news, each of which gives every hundredth feed one more
 * comment: always the same ones, or, where it `rotates`, the next ones each time.
 */
type How = { readonly validators: boolean; readonly fresh: number; readonly rotates: boolean };

/** Comments of a feed at the beginning. */
const COMMENTS = 5;

const NEWS_EVERY = 100;

const START = Date.UTC(2026, 10, 2, 8, 0);

let how: How = { validators: true, fresh: 0, rotates: false };
let counts = { asked: 0, unmodified: 0 };

function countOf(feed: number): number {
  const place = feed % NEWS_EVERY;
  if (how.rotates) return COMMENTS + Math.floor((how.fresh + NEWS_EVERY - 1 - place) / NEWS_EVERY);
  return COMMENTS + (place === 0 ? how.fresh : 0);
}

function feedOf(feed: number): string {
  const entries = Array.from({ length: countOf(feed) }, (_, at) => {
    const time = new Date(START + at * 60_000).toISOString();
    return `<entry><id>tag:b${feed}.example,2026:${at}</id><title>Comment from Visitor ${at}</title>
<author><name>Visitor ${at}</name></author><published>${time}</published><updated>${time}</updated>
<link rel="alternate" href="https://b${feed}.example/post#c${at}"/>
<content type="html">&lt;p&gt;Thought ${at} about blog ${feed}. It goes on for a while.&lt;/p&gt;</content></entry>`;
  });
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>tag:b${feed}.example,2026:feed</id>
<title>Comments on blog ${feed}</title><updated>2026-11-02T08:00:00Z</updated>${entries.toReversed().join('')}</feed>`;
}

const server = createServer(async (request, response) => {
  if (request.method === 'PUT') {
    const before = counts;
    counts = { asked: 0, unmodified: 0 };
    how = { ...how, ...JSON.parse(await text(request)) };
    response.end(JSON.stringify(before));
    // Between two polls lie minutes: no connection outlives them.
    server.closeIdleConnections();
    return;
  }
  counts.asked += 1;
  const feed = Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0);
  const etag = `"${feed}-${countOf(feed)}"`;
  if (how.validators && request.headers['if-none-match'] === etag) {
    counts.unmodified += 1;
    response.writeHead(304, { etag }).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/atom+xml', ...(how.validators ? { etag } : {}) });
  response.end(feedOf(feed));
});
// Ten thousand feeds, each at an address of its own, are as many connections: left open, they are more than a process may have.
server.keepAliveTimeout = 1_000;
server.listen(0, '0.0.0.0', 4096, () => {
  const address = server.address();
  if (typeof address === 'object') process.stdout.write(`${address?.port}\n`);
});
