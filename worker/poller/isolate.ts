import { log } from '../io/log.ts';

/** Runs `act` (for `feed`, or `null`: for the shard); an exception stops nothing else, and gives `null`. */
export async function isolated<T>(feed: string | null, act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch {
    log('poller.failed', { feed });
    return null;
  }
}
