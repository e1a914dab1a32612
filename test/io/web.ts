import { afterEach, beforeEach, vi } from 'vitest';
import { USER_AGENT } from '../../worker/io/user-agent.ts';
import { type Body, fetchFeed, type FeedRequest } from '../../worker/io/fetch-feed.ts';

/** The URL that is asked. */
export const FEED = 'https://blog.example/feed';

/** The web of a test: what each URL answers … */
export const web = new Map<string, (request: Request) => Response | Promise<Response>>();
/** … and what it was asked. */
export const asked: Request[] = [];

beforeEach(() => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    asked.push(request);
    return (web.get(request.url) ?? (() => new Response(null, { status: 404 })))(request);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  web.clear();
  asked.length = 0;
});

/** An answer that leads elsewhere. */
export const redirect = (location: string, status = 302) => new Response(null, { status, headers: { location } });

/** Asks for the feed, with what is given in place of the ordinary. */
export const ask = (more: Partial<FeedRequest> = {}) =>
  fetchFeed({
    url: FEED,
    home: FEED,
    headers: {},
    auth: null,
    validatorsOf: async () => null,
    userAgent: USER_AGENT,
    allowPrivate: false,
    signal: AbortSignal.timeout(2000),
    ...more,
  });

/** Gives what was read; fails the test where nothing was. */
export async function body(more: Partial<FeedRequest> = {}): Promise<Body> {
  const answer = await ask(more);
  if (!answer.ok || answer.value.kind !== 'body') throw new Error(`no body: ${JSON.stringify(answer)}`);
  return answer.value;
}
