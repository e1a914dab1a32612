import path from 'node:path';
import { styleText } from 'node:util';
import { guessType } from '../../worker/destination/registry.ts';
import { inShell } from './in-shell.ts';
import { printable } from './notification.ts';
import type { StartOptions } from './options.ts';
import { clockText } from './sample.ts';
import { say } from './say.ts';

/** Columns of the names in front of the values. */
const NAME_WIDTH = 9;
const HANG = ' '.repeat(2 + NAME_WIDTH);

/** A run that is about to begin. `blog`: the sample's page, or `null`. Files and folders are absolute. */
export type Beginning = {
  readonly options: StartOptions;
  readonly feed: string;
  readonly blog: string | null;
  /** The destination's name in CONFIG. */
  readonly destination: string;
  readonly root: string;
  readonly state: string;
  readonly keyFile: string;
  readonly health: string;
  /** The link that signs in to the pages, once. */
  readonly pages: string;
  /** The file that keeps the sample's clock. */
  readonly clock: string;
};

/** Prints what is watched, where messages go, by which clock, where the state is, and how to stop. */
export function introduce({
  options,
  feed,
  blog,
  destination,
  root,
  state,
  keyFile,
  health,
  pages,
  clock,
}: Beginning): void {
  const { to, follow } = options;
  const isWebhook = to !== null && guessType(new URL(to)) === 'webhook';
  row('Feed', blog === null ? printable(feed) : `${feed}  (a sample)`);
  if (follow !== null) row('Posts', `the comments of each, until ${follow} after the last one`);
  if (blog !== null) row('Page', `${blog}  (its comments, as visitors see them)`);
  row(
    'To',
    to === null
      ? 'an inbox here; ✓ marks what is signed with the right key'
      : // The rest of the URL is a credential.
        `${new URL(to).host}: first a message that the feed is watched, then each new comment`,
  );
  if (isWebhook) {
    row('Secret', 'to verify signatures with, printed by');
    // Not wrapped: it is there to be copied.
    process.stdout.write(`${HANG}npm run --silent secret -- ${destination} < ${inShell(shown(keyFile, root))}\n`);
  }
  row('Pages', 'what is watched and sent, in your browser; this link signs in, once:');
  // Not wrapped, like all that is there to be copied.
  process.stdout.write(`${HANG}${pages}\n`);
  row('Clock', blog === null ? 'polled now, then every 5 minutes, up to 30 where no comments come' : clockText(clock));
  // The sample's clock is not the one that it goes by.
  if (blog === null) row('Health', health);
  row('State', `${shown(state, root)}  (--fresh forgets it)`);
  row('Stop', 'Ctrl-C');
  say('');
}

function row(name: string, value: string): void {
  say(`  ${styleText('dim', name.padEnd(NAME_WIDTH - 1))} ${value}`, HANG);
}

/** A path as one would type it where `npm start` was. */
function shown(file: string, root: string): string {
  const relative = path.relative(root, file);
  return relative.startsWith('..') ? file : relative;
}
