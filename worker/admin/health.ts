import { json, type IRequestStrict, type RequestHandler } from 'itty-router';
import type { Env } from '../env.ts';
import { isLate } from '../tick.ts';
import { VERSION } from '../version.ts';
import { problem } from './problem.ts';

/** An answer is repeated for so long: strangers who ask all the time must not spend the account's requests to objects. */
const FRESH = 30_000;

/** Last known state of the cron, in this isolate's memory, and when it was asked for, ms. */
let known: { readonly late: boolean; readonly at: number } | null = null;

/** Forgets what is known: the cron has run. */
export function forgetHealth(): void {
  known = null;
}

/** Answers whether the cron runs, at most half a minute old. */
export const health: RequestHandler<IRequestStrict, [Env, ExecutionContext]> = async (_request, env) => {
  const now = Date.now();
  if (known === null || now - known.at >= FRESH) {
    // Who comes while this one asks is told what was known before, however many they are.
    if (known !== null) known = { ...known, at: now };
    known = { late: await isLate(env, now), at: now };
  }
  return known.late
    ? problem(503, 'The cron has not run for three of its intervals: nothing is polled. Is its trigger still there?')
    : json({ status: 'ok', version: VERSION });
};
