import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { styleText } from 'node:util';
import { guessType } from '../../worker/destination/registry.ts';
import { deriveSecret } from '../../worker/destination/sign.ts';
import { VERSION } from '../../worker/version.ts';
import { bundle } from './bundle.ts';
import { claim } from './claim.ts';
import { beginsToWatch, inWords } from './in-words.ts';
import { openInbox } from './inbox.ts';
import { notification, printable } from './notification.ts';
import type { StartOptions } from './options.ts';
import { type Runtime, startRuntime } from './runtime.ts';
import { openSampleBlog, type SampleBlog } from './sample-blog.ts';
import { SAMPLE_PAUSE, watchSample } from './sample.ts';
import { keyFile, localVars, stateFolder } from './state.ts';
import { tickInRealTime } from './ticker.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DESTINATION = 'default';
const BLOG_PORT = 4310;
const INBOX_PORT = 4311;

const BACKFILL_IGNORED =
  'This feed has been watched before, so --backfill changes nothing: add --fresh to forget that and begin anew.\n';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function forget(state: string): void {
  for (const part of ['runtime', 'blog.json', 'clock', 'watched'])
    rmSync(path.join(state, part), { recursive: true, force: true });
}

/** Runs Earshot on a feed, or on the sample blog, until the process ends. Throws with words for a person. */
export async function run(options: StartOptions): Promise<never> {
  const base = path.resolve(ROOT, options.state);
  const state = stateFolder(base, options.feed);
  if (!(await claim(state))) {
    throw new Error(
      'Another npm start is watching this feed. Stop that one first, or keep this one apart with --state.',
    );
  }
  if (options.fresh) forget(state);
  say(styleText('bold', `Earshot ${VERSION}`) + ', on this machine alone. Starting …\n');
  const vars = localVars(ROOT, base);
  const blog = options.feed === null ? await openSampleBlog(path.join(state, 'blog.json'), BLOG_PORT) : null;
  const feed = options.feed ?? blog?.feed ?? '';
  const to = options.to ?? (await inbox(vars.SIGNING_KEY, path.join(state, 'inbox-port')));
  const script = await bundle(ROOT, path.join(state, 'bundle'));
  // Noted where it is said: SEEN has it later, and Ctrl-C may come in between.
  const watched = path.join(state, 'watched');
  const tooLate = existsSync(watched) && options.backfill > 0;
  const onLine = (line: string) => {
    if (beginsToWatch(line)) writeFileSync(watched, '');
    const words = inWords(line, options.to === null ? null : new URL(options.to).host);
    if (words !== null) say(words);
  };
  const runtime = await startRuntime({ root: ROOT, script, state: path.join(state, 'runtime'), vars, onLine });
  introduce(options, { blog, feed, runtime, state, base });
  if (tooLate) say(styleText('yellow', BACKFILL_IGNORED));
  await runtime.configure(`destination:${DESTINATION}`, to);
  const every = blog === null ? {} : { every: '5m' };
  await runtime.configure(`feed:${nameOf(feed)}`, JSON.stringify({ url: feed, backfill: options.backfill, ...every }));
  if (blog === null) return tickInRealTime((at) => tick(runtime, at));
  return watchSample(blog, path.join(state, 'clock'), (at) => tick(runtime, at), say);
}

/** `kept`: the file that holds its port, so that what waits from the last run finds it where it was. */
async function inbox(signingKey: string, kept: string): Promise<string> {
  const secret = await deriveSecret(signingKey, DESTINATION);
  const { url } = await openInbox(
    secret,
    existsSync(kept) ? Number(readFileSync(kept, 'utf8')) : INBOX_PORT,
    (message) => say(`\n${notification(message)}\n`),
    () => say(styleText('red', '✗ something arrived whose signature does not verify; refused')),
  );
  writeFileSync(kept, new URL(url).port);
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
  readonly base: string;
};

function introduce(options: StartOptions, { blog, feed, runtime, state, base }: Scene): void {
  const lines = [
    ['Feed', printable(feed) + (blog === null ? '' : `  (a sample; its page: ${blog.post})`)],
    [
      'To',
      options.to === null
        ? 'an inbox here, which verifies each signature'
        : // The rest of the URL is a credential.
          new URL(options.to).host,
    ],
    ...(options.to !== null && guessType(new URL(options.to)) === 'webhook'
      ? [['Secret', `npm run --silent secret -- ${DESTINATION} < ${shown(keyFile(base))}`]]
      : []),
    ['Ticks', blog === null ? 'now, then every 5 minutes' : `every ${SAMPLE_PAUSE / 1_000} s, for 5 minutes each`],
    ['Worker', new URL('/health', runtime.url).href],
    ['State', `${shown(state)}  (--fresh forgets it)`],
    ['Stop', 'Ctrl-C'],
  ];
  for (const [what, value] of lines) say(`  ${styleText('dim', (what ?? '').padEnd(7))} ${value}`);
  say('');
}

/** A path as one would type it where `npm start` was. */
function shown(file: string): string {
  const relative = path.relative(ROOT, file);
  return relative.startsWith('..') ? file : relative;
}

async function tick(runtime: Runtime, at: number): Promise<void> {
  if (!(await runtime.tick(at))) say(styleText('red', 'A tick broke; the next one tries again.'));
}
