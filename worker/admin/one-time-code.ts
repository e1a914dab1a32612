import type { Env } from '../env.ts';

/** The code that has been used, in this isolate's memory: a local run has one isolate, and the next run another code. */
let used: string | null = null;

/** Takes the code of a local run's link; true once alone. Nowhere else is there such a code. */
export function takeCode(env: Env, code: string): boolean {
  const { SIGN_IN_CODE: own, ALLOW_PRIVATE_NETWORK: local } = env;
  if (local !== 'true' || own === undefined || own === '' || own !== code || used === own) return false;
  used = own;
  return true;
}
