import { waitFor } from './deadline.ts';
import { log } from './log.ts';
import { urlProblem } from './url-policy.ts';
import { USER_AGENT } from './user-agent.ts';

/** Time that the monitor has to answer, ms. */
const DEADLINE = 10_000;

/**
 * Tells a monitor that all is well, by asking for its URL; what it answers is not read, nor is a redirect followed. Where that
 * fails the log says so, with the status alone: the URL is as good as a password. Never throws.
 */
export async function sendHeartbeat(url: string, allowPrivate: boolean, deadline = DEADLINE): Promise<void> {
  const status = urlProblem(url, allowPrivate) === null ? await statusOf(url, deadline) : null;
  if (status === null || status < 200 || status > 299) log('heartbeat.failed', { status });
}

/** HTTP's status; `null`: there was no answer in time. */
async function statusOf(url: string, deadline: number): Promise<number | null> {
  try {
    return await waitFor(deadline, async () => {
      const signal = AbortSignal.timeout(deadline);
      const response = await fetch(url, { headers: { 'user-agent': USER_AGENT }, redirect: 'manual', signal });
      await response.body?.cancel();
      return response.status;
    });
  } catch {
    return null;
  }
}
