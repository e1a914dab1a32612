import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { styleText } from 'node:util';
import { deriveSecret } from '../../worker/destination/sign.ts';
import { VERSION } from '../../worker/version.ts';
import { bundle } from './bundle.ts';
import { claim } from './claim.ts';
import { openInbox } from './inbox.ts';
import { FailingFile } from './failing-file.ts';
import { introduce } from './introduction.ts';
import { notification } from './notification.ts';
import type { StartOptions } from './options.ts';
import { type Progress, RunLog, sayIfSlow } from './run-log.ts';
import { type Runtime, startRuntime } from './runtime.ts';
import { openSampleBlog } from './sample-blog.ts';
import { isAhead, watchSample } from './sample.ts';
import { say } from './say.ts';
import { keyFile, localVars, stateFolder } from './state.ts';
import { tickInRealTime } from './ticker.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DESTINATION = 'default';
const BLOG_PORT = 4310;
const INBOX_PORT = 4311;

/** A poll that takes longer than this is said to go on, ms. */
const SLOW = 2_000;

const CLAIMED =
  'Another npm start is watching this feed.\nStop that one first, or give this one a state of its own:\n\n  npm start -- … --state <path>\n';

const BACKFILL_IGNORED =
  'This feed has been watched before, so --backfill changes nothing: add --fresh to forget that and begin anew.\n';

/** Runs Earshot on a feed, or on the sample blog, until the process ends; counts in `progress`. Throws with words for a person. */
export async function run(options: StartOptions, progress: Progress): Promise<never> {
  const base = path.resolve(ROOT, options.state);
  const state = stateFolder(base, options.feed);
  const kept = (name: string) => path.join(state, name);
  if (!(await claim(state))) throw new Error(CLAIMED);
  if (options.fresh || (options.feed === null && isAhead(kept('clock')))) forget(state);
  say(`${styleText('bold', `Earshot ${VERSION}`)}, on this machine alone. Starting …\n`);
  const vars = localVars(ROOT, base);
  const blog = options.feed === null ? await openSampleBlog(kept('blog.json'), BLOG_PORT) : null;
  const feed = options.feed ?? blog?.feed ?? '';
  const name = nameOf(feed);
  const to = options.to ?? (await inbox(vars.SIGNING_KEY, kept('inbox-port')));
  const script = await bundle(ROOT, kept('bundle'));
  // Noted where it is said: SEEN has it later, and Ctrl-C may come in between.
  const watched = kept('watched');
  const tooLate = existsSync(watched) && options.backfill > 0;
  const complaints = kept('runtime.log');
  writeFileSync(complaints, '');
  const log = new RunLog({
    feed: { name, url: feed },
    isSite: options.follow !== null,
    to: options.to,
    isRealTime: blog === null,
    complaints,
    failing: new FailingFile(kept('failing.json')),
    watched: () => writeFileSync(watched, ''),
    progress,
  });
  const runtime = await startRuntime({
    root: ROOT,
    script,
    state: kept('runtime'),
    vars,
    onLine: (line) => log.add(line),
  });
  const health = new URL('/health', runtime.url).href;
  const pages = new URL(`/sign-in?code=${vars.SIGN_IN_CODE}`, runtime.url).href;
  const files = { root: ROOT, state, keyFile: keyFile(base), clock: kept('clock') };
  introduce({ options, feed, blog: blog?.post ?? null, destination: DESTINATION, health, pages, ...files });
  if (tooLate) say(styleText('yellow', BACKFILL_IGNORED));
  await runtime.configure(`destination:${DESTINATION}`, to);
  await runtime.configure(`feed:${name}`, valueOf(feed, options));
  const tick = async (at: number) => {
    log.tick(at);
    await tickOnce(runtime, at, new URL(feed).host);
    log.ticked();
  };
  return blog === null ? tickInRealTime(tick) : watchSample(blog, kept('clock'), tick);
}

function forget(state: string): void {
  for (const part of ['runtime', 'blog.json', 'clock', 'watched', 'failing.json'])
    rmSync(path.join(state, part), { recursive: true, force: true });
}

/** `kept`: the file that holds its port, so that what waits from the last run finds it where it was. */
async function inbox(signingKey: string, kept: string): Promise<string> {
  const secret = await deriveSecret(signingKey, DESTINATION);
  const { url } = await openInbox(
    secret,
    existsSync(kept) ? Number(readFileSync(kept, 'utf8')) : INBOX_PORT,
    (message) => say(`\n${notification(message)}\n`),
    () => say(styleText('red', '✗ Refused: something arrived that is not signed with the right key.')),
  );
  writeFileSync(kept, new URL(url).port);
  return url;
}

/** A feed's name in CONFIG: its host. */
function nameOf(feed: string): string {
  return new URL(feed).hostname.replaceAll(/[^a-z0-9.-]/g, '').slice(0, 64) || 'feed';
}

function valueOf(url: string, { feed, backfill, follow }: StartOptions): string {
  const every = feed === null ? { every: '5m' } : {};
  return JSON.stringify({ url, backfill, ...every, ...(follow !== null && { follow }) });
}

async function tickOnce(runtime: Runtime, at: number, host: string): Promise<void> {
  const stop = sayIfSlow(host, SLOW);
  const isWell = await runtime.tick(at);
  stop();
  if (!isWell) say(styleText('red', 'A poll broke off; the next one tries again.'));
}
