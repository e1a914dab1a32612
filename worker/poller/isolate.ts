import { log } from '../io/log.ts';

/** Does `act`, for `feed` where it is for one; what it throws stops nothing else, and gives `null`. */
export async function isolated<T>(feed: string | null, act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch {
    log('poller.stumbled', { feed });
    return null;
  }
}
