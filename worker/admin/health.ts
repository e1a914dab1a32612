import type { IRequestStrict } from 'itty-router';
import { type Env, secretOf } from '../env.ts';
import { isLate } from '../tick.ts';
import { VERSION } from '../version.ts';
import { accessOf } from './auth.ts';
import { problemResponse } from './problem-response.ts';

/** Time for which an answer is repeated, ms: strangers who ask all the time must not use up the account's requests. */
const FRESH = 30_000;

/** The cron's state as last asked for, in this isolate's memory, and when that was, ms. */
let cached: { readonly late: boolean; readonly at: number } | null = null;

/** Forgets the cached answer: the cron has run. */
export function forgetHealth(): void {
  cached = null;
}

/**
 * Answers 200 while the cron runs, else 503; the answer is at most half a minute old. Who has a token is also told which
 * commit runs (`null`: it was not deployed by `npm run deploy`).
 */
export async function health(request: IRequestStrict, env: Env): Promise<Response> {
  const now = Date.now();
  if (cached === null || now - cached.at >= FRESH) {
    // Requests that come while this one asks get the former answer, however many they are.
    if (cached !== null) cached = { ...cached, at: now };
    cached = { late: await isLate(env, now), at: now };
  }
  if (cached.late)
    return problemResponse(
      503,
      'The cron has not run for three of its intervals: nothing is polled. Is its trigger still there?',
    );
  const access = await accessOf(request, env, now);
  const commit = access.kind === 'granted' ? { commit: secretOf(env, 'COMMIT') ?? null } : {};
  return Response.json({ status: 'ok', version: VERSION, ...commit });
}
