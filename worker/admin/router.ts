import { type IRequestStrict, Router } from 'itty-router';
import type { Env } from '../env.ts';
import { log } from '../io/log.ts';
import { health } from './health.ts';
import { problemResponse } from './problem-response.ts';

/** Routes of the Worker's HTTP interface. No answer holds a secret or the text of an exception. */
export const router = Router<IRequestStrict, [Env, ExecutionContext]>({
  catch: () => {
    log('http.failed');
    return problemResponse(500, 'Something in Earshot broke; the Worker’s log says when.');
  },
});

router
  .get('/health', health)
  // Many monitors ask by HEAD; the runtime leaves the body out.
  .head('/health', health)
  // RFC 9110 section 15.5.6: the methods that there are have to be named.
  .all('/health', () => problemResponse(405, 'Ask /health with GET or HEAD.', { allow: 'GET, HEAD' }))
  .all('*', () => problemResponse(404, 'There is nothing at this address. GET /health tells whether Earshot runs.'));
