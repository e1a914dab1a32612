import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { styleText } from 'node:util';
import { deriveSecret } from '../worker/destination/sign.ts';
import { VERSION } from '../worker/version.ts';
import { bundle } from './local/bundle.ts';
import { claim } from './local/claim.ts';
import { inWords } from './local/in-words.ts';
import { openInbox } from './local/inbox.ts';
import { notification, printable } from './local/notification.ts';
import { readOptions, type StartOptions, USAGE } from './local/options.ts';
import { type Runtime, startRuntime } from './local/runtime.ts';
import { openSampleBlog, type SampleBlog } from './local/sample-blog.ts';
import { COMMENTS } from './local/sample-comments.ts';
import { localVars, stateFolder } from './local/state.ts';
import { INTERVAL, tickFast, tickInRealTime } from './local/ticker.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const DESTINATION = 'default';
const BLOG_PORT = 4310;
const INBOX_PORT = 4311;

/** How long the sample's five minutes last, ms: time to read one comment before the next. */
const SAMPLE_PAUSE = 4_000;

/** Comments that the sample begins with, so that the first poll has something to take as seen. */
const SAMPLE_FIRST = 3;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(text: string, code: number): never {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

const asked = readOptions(process.argv.slice(2));
if (asked.kind === 'help') say(USAGE);
else if (asked.kind === 'error') fail(`${asked.error}\nnpm start -- --help says what there is.`, 2);
else await start(asked.options);

async function start(options: StartOptions): Promise<void> {
  // Before the runtime starts: its own handlers, which end workerd, run on exit.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      say('\nStopped. The next run goes on from here.');
      process.exit(0);
    });
  }
  const state = stateFolder(ROOT, options.feed);
  if (options.fresh) forget(state);
  const other = claim(state);
  if (other !== null) fail(`This feed is being watched already, by process ${other}. Stop that one first.`, 1);
  try {
    await run(options, state);
  } catch (error) {
    fail(error instanceof Error ? error.message : 'The local run broke', 1);
  }
}

function forget(state: string): void {
  for (const part of ['runtime', 'blog.json', 'clock'])
    rmSync(path.join(state, part), { recursive: true, force: true });
}

async function run(options: StartOptions, state: string): Promise<void> {
  say(styleText('bold', `Earshot ${VERSION}`) + ', on this machine alone. Starting …\n');
  const vars = localVars(ROOT);
  const blog = options.feed === null ? await openSampleBlog(path.join(state, 'blog.json'), BLOG_PORT) : null;
  const feed = options.feed ?? blog?.feed ?? '';
  const to = options.to ?? (await inbox(vars.SIGNING_KEY));
  const script = await bundle(ROOT, path.join(state, 'bundle'));
  const onLine = (line: string) => {
    const words = inWords(line);
    if (words !== null) say(words);
  };
  const runtime = await startRuntime({ root: ROOT, script, state: path.join(state, 'runtime'), vars, onLine });
  introduce(options, { blog, feed, runtime, state });
  await runtime.configure(`destination:${DESTINATION}`, to);
  const every = blog === null ? {} : { every: '5m' };
  await runtime.configure(`feed:${nameOf(feed)}`, JSON.stringify({ url: feed, backfill: options.backfill, ...every }));
  if (blog === null) await tickInRealTime((at) => tick(runtime, at));
  else await watchSample(blog, runtime, path.join(state, 'clock'));
}

async function inbox(signingKey: string): Promise<string> {
  const secret = await deriveSecret(signingKey, DESTINATION);
  const { url } = await openInbox(
    secret,
    INBOX_PORT,
    (message) => say(`\n${notification(message)}\n`),
    () => say(styleText('red', '✗ something arrived whose signature does not verify; refused')),
  );
  return url;
}

/** A feed's name in CONFIG: its host. */
function nameOf(feed: string): string {
  return new URL(feed).hostname.replaceAll(/[^a-z0-9.-]/g, '').slice(0, 64) || 'feed';
}

type Scene = {
  readonly blog: SampleBlog | null;
  readonly feed: string;
  readonly runtime: Runtime;
  readonly state: string;
};

function introduce(options: StartOptions, { blog, feed, runtime, state }: Scene): void {
  const lines = [
    ['Feed', printable(feed) + (blog === null ? '' : `  (a sample; its page: ${blog.post})`)],
    [
      'To',
      options.to === null
        ? 'an inbox here, which verifies each signature'
        : // The rest of the URL is a credential.
          new URL(options.to).host,
    ],
    ['Ticks', blog === null ? 'now, then every 5 minutes' : `every ${SAMPLE_PAUSE / 1_000} s, for 5 minutes each`],
    ['Worker', new URL('/health', runtime.url).href],
    ['State', `${path.relative(ROOT, state)}${path.sep}  (--fresh forgets it)`],
    ['Stop', 'Ctrl-C'],
  ];
  for (const [what, value] of lines) say(`  ${styleText('dim', (what ?? '').padEnd(7))} ${value}`);
  say('');
}

async function tick(runtime: Runtime, at: number): Promise<void> {
  if (!(await runtime.tick(at))) say(styleText('red', 'A tick broke; the next one tries again.'));
}

/** The sample's clock runs fast and goes on where the last run stopped. */
async function watchSample(blog: SampleBlog, runtime: Runtime, clock: string): Promise<never> {
  const stopped = existsSync(clock) ? Number(readFileSync(clock, 'utf8')) : 0;
  const from = Math.max(Date.now(), stopped + INTERVAL);
  if (blog.last() === null) for (let n = SAMPLE_FIRST; n > 0; n--) blog.write(from - n * INTERVAL);
  let ticks = 0;
  return tickFast(from, SAMPLE_PAUSE, async (at) => {
    // A comment at every tick while there are new ones, then now and then: a quiet blog is worth watching, too.
    const quiet = ticks >= COMMENTS.length && ticks % 3 !== 0;
    if (ticks > 0 && !quiet) {
      const { author } = blog.write(at - INTERVAL / 2);
      say(styleText('dim', `${printable(author)} writes a comment …`));
    }
    ticks += 1;
    await tick(runtime, at);
    writeFileSync(clock, String(at));
  });
}
