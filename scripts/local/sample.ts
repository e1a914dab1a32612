import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { printable } from './notification.ts';
import type { SampleBlog } from './sample-blog.ts';
import { COMMENTS } from './sample-comments.ts';
import { say } from './say.ts';
import { INTERVAL, tickFast } from './ticker.ts';

/** Time that the sample's five minutes last, ms: enough to read one comment before the next. */
const SAMPLE_PAUSE = 4_000;

/** The sample's clock begins so long ago, ms: it runs for two hours before it has come to the present. */
const PAST = 7 * 24 * 60 * 60_000;

/** Comments that the blog begins with, so that the first poll finds some. */
const FIRST = 3;

const CAUGHT_UP =
  'The sample’s clock has come to the present: from here on, 5 minutes take 5 minutes (--fresh begins anew).';

/** True if the sample's clock, kept in the file, is ahead of the machine's, which must have been set back. */
export function isAhead(clock: string): boolean {
  return stoppedAt(clock) > Date.now();
}

/** Says by which clock the sample goes, which is kept in the file `clock`. */
export function clockText(clock: string): string {
  const goesOn = stoppedAt(clock) > Date.now() - PAST;
  return `${SAMPLE_PAUSE / 1_000} s stand for 5 minutes; it ${goesOn ? 'goes on where the last run left it' : 'begins a week ago'}`;
}

/** Lets people comment on the blog, and ticks, on a clock that runs fast and is kept in the file `clock`. */
export async function watchSample(
  blog: SampleBlog,
  clock: string,
  tick: (at: number) => Promise<void>,
): Promise<never> {
  const from = Math.max(Date.now() - PAST, stoppedAt(clock) + INTERVAL);
  const begins = blog.last() === null;
  if (begins) for (let n = FIRST; n > 0; n--) blog.write(from - n * INTERVAL);
  let ticks = 0;
  const pause = { every: SAMPLE_PAUSE, caughtUp: () => say(styleText('dim', CAUGHT_UP)) };
  return tickFast(from, pause, async (at) => {
    // A comment at every tick while there are new ones, then now and then: a quiet blog is worth watching, too.
    const quiet = ticks >= COMMENTS.length && ticks % 3 !== 0;
    if (!quiet && !(begins && ticks === 0)) announce(blog.write(at - INTERVAL / 2));
    ticks += 1;
    await tick(at);
    writeFileSync(clock, String(at));
  });
}

function announce({ author, note }: ReturnType<SampleBlog['write']>): void {
  say(styleText('dim', `${printable(author)} writes a comment …`));
  if (note !== undefined) say(styleText('dim', `    (${note})`));
}

function stoppedAt(clock: string): number {
  return existsSync(clock) ? Number(readFileSync(clock, 'utf8')) : 0;
}
