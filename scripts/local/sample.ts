import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { printable } from './notification.ts';
import type { SampleBlog } from './sample-blog.ts';
import { COMMENTS } from './sample-comments.ts';
import { INTERVAL, tickFast } from './ticker.ts';

/** How long the sample's five minutes last, ms: time to read one comment before the next. */
export const SAMPLE_PAUSE = 4_000;

/** Comments that the blog begins with, so that the first poll has something to take as seen. */
const FIRST = 3;

/** Lets people comment on the blog, and ticks, on a clock that runs fast and is kept in the file `clock`. */
export async function watchSample(
  blog: SampleBlog,
  clock: string,
  tick: (at: number) => Promise<void>,
  say: (text: string) => void,
): Promise<never> {
  const stopped = existsSync(clock) ? Number(readFileSync(clock, 'utf8')) : 0;
  const from = Math.max(Date.now(), stopped + INTERVAL);
  const begins = blog.last() === null;
  if (begins) for (let n = FIRST; n > 0; n--) blog.write(from - n * INTERVAL);
  let ticks = 0;
  return tickFast(from, SAMPLE_PAUSE, async (at) => {
    // A comment at every tick while there are new ones, then now and then: a quiet blog is worth watching, too.
    const quiet = ticks >= COMMENTS.length && ticks % 3 !== 0;
    if (!quiet && !(begins && ticks === 0)) {
      const { author } = blog.write(at - INTERVAL / 2);
      say(styleText('dim', `${printable(author)} writes a comment …`));
    }
    ticks += 1;
    await tick(at);
    writeFileSync(clock, String(at));
  });
}
