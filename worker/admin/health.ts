import { json, type IRequestStrict, type RequestHandler } from 'itty-router';
import type { Env } from '../env.ts';
import { isLate } from '../tick.ts';
import { VERSION } from '../version.ts';
import { problemResponse } from './problem-response.ts';

/** Time for which an answer is repeated, ms: strangers who ask all the time must not use up the account's requests. */
const FRESH = 30_000;

/** The cron's state as last asked for, in this isolate's memory, and when that was, ms. */
let cached: { readonly late: boolean; readonly at: number } | null = null;

/** Forgets the cached answer: the cron has run. */
export function forgetHealth(): void {
  cached = null;
}

/** Answers 200 while the cron runs, else 503; the answer is at most half a minute old. */
export const health: RequestHandler<IRequestStrict, [Env, ExecutionContext]> = async (_request, env) => {
  const now = Date.now();
  if (cached === null || now - cached.at >= FRESH) {
    // Requests that come while this one asks get the former answer, however many they are.
    if (cached !== null) cached = { ...cached, at: now };
    cached = { late: await isLate(env, now), at: now };
  }
  return cached.late
    ? problemResponse(
        503,
        'The cron has not run for three of its intervals: nothing is polled. Is its trigger still there?',
      )
    : json({ status: 'ok', version: VERSION });
};
