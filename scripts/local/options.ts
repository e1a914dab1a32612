import { parseArgs } from 'node:util';
import { FOLLOW } from '../../worker/config/fields.ts';
import { withScheme } from '../../worker/config/scheme.ts';
import { argumentProblem } from '../command-line.ts';

/** A command line of `npm start`, checked. `feed` and `to` are `null` for the sample blog and the inbox in the terminal. */
export type StartOptions = {
  readonly feed: string | null;
  readonly to: string | null;
  readonly backfill: number;
  /** Time for which each of a site's posts is watched, as CONFIG has it (`14d`); `null`: none is. */
  readonly follow: string | null;
  readonly fresh: boolean;
  /** The folder that everything is kept in. */
  readonly state: string;
};

/** A command line, read; `error` is for the person who wrote it. */
export type Command =
  | { readonly kind: 'run'; readonly options: StartOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'error'; readonly error: string };

export const USAGE = `Watch a comment feed from this machine.

  npm start                          a sample blog, where comments are being
                                     written
  npm start -- <feed-url> [options]  a comment feed of yours, or a post or site
                                     that has one (without https://: that is
                                     taken for granted)

  --to <url>      where messages go: your webhook, or the URL that your chat
                  gave you (default: an inbox that prints them here)
  --backfill <n>  send the newest n comments that are already there; counts when
                  a feed is watched for the first time (default: 0)
  --follow <time> watch each post of a site, or of a feed of posts, for so long
                  after its last comment, as in 14d (default: one comment feed)
  --fresh         forget what earlier runs have seen of this feed
                  (default: go on where the last run stopped)
  --state <path>  the folder in which that is kept, a folder in it for each feed
                  (default: .wrangler/start)
  -h, --help      this text

Options stand behind the --, since npm keeps those before it to itself.
Ctrl-C stops everything. Nothing is deployed, and nothing but the feed and --to
is contacted.

Exit status: 1 it could not run, 2 not used as above.
`;

const OPTIONS = {
  to: { type: 'string' },
  backfill: { type: 'string' },
  follow: { type: 'string' },
  fresh: { type: 'boolean' },
  state: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the arguments behind `npm start --`; `env` tells which options npm took for its own. */
export function readOptions(args: readonly string[], env: NodeJS.Dict<string> = {}): Command {
  const parsed = parse(args);
  if (typeof parsed === 'string') return { kind: 'error', error: parsed };
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  const swallowed = swallowedByNpm(positionals, env);
  if (swallowed !== null) return { kind: 'error', error: swallowed };
  if (positionals.length > 1)
    return {
      kind: 'error',
      error: `One feed at a time, and ${positionals.length} are given. Where messages go is --to.`,
    };
  const feed = positionals[0] === undefined ? null : withScheme(positionals[0]);
  const to = values.to === undefined ? null : withScheme(values.to);
  const { backfill = '0', follow = null, fresh = false, state = '.wrangler/start' } = values;
  const error =
    (feed === null ? null : urlError('The feed', feed, 'https://example.com/comments/feed/')) ??
    (to === null ? null : urlError('--to', to, 'https://example.com/webhook')) ??
    (/^\d{1,6}$/.test(backfill) ? null : '--backfill takes a number of comments, 0 to 999999, as in --backfill 3.') ??
    followError(follow, feed, backfill) ??
    (state === '' ? '--state takes the path of a folder.' : null);
  if (error !== null) return { kind: 'error', error };
  return { kind: 'run', options: { feed, to, backfill: Number(backfill), follow, fresh, state } };
}

function followError(follow: string | null, feed: string | null, backfill: string): string | null {
  if (follow === null) return null;
  if (feed === null) return '--follow needs the URL of a site: the sample blog has one post.';
  if (!FOLLOW.test(follow)) return '--follow takes a number of days from 1d to 366d, as in --follow 14d.';
  return Number(backfill) > 0 ? '--backfill does nothing with --follow: posts that are there are read silently.' : null;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    return argumentProblem(error);
  }
}

/**
 * Says what to type where options stood before npm's `--`: npm takes them for its own, and leaves of them a variable (of
 * `--to`, which npm 11 takes for short, one of another name) and perhaps the value, as an argument. `null`: none did.
 */
function swallowedByNpm(positionals: readonly string[], env: NodeJS.Dict<string>): string | null {
  const given = (name: string) => env[`npm_config_${name}`] ?? '';
  const count = [given('backfill'), ...positionals].find((value) => /^\d+$/.test(value)) ?? '3';
  const hasTo = given('to') !== '' || given('token_description').includes('://');
  const swallowed = [
    ...(hasTo ? [['--to', ' <url>']] : []),
    ...(given('backfill') === '' ? [] : [['--backfill', ` ${count}`]]),
    ...(given('follow') === '' ? [] : [['--follow', ' <time>']]),
    ...(given('fresh') === '' ? [] : [['--fresh', '']]),
    ...(given('state') === '' ? [] : [['--state', ' <path>']]),
  ];
  if (swallowed.length === 0) return null;
  const options = swallowed.map(([option, value]) => `${option}${value}`).join(' ');
  // The values of these have come as arguments.
  const values = ['to', 'backfill', 'follow', 'state'].filter((name) => given(name) === 'true').length;
  // Of a URL that may hold a password, or be where messages go, nothing is repeated.
  const isTold = (value: string) => isUrl(withScheme(value)) && !value.includes('@') && given('to') !== 'true';
  const feed = positionals.length > values ? `${positionals.find(isTold) ?? '<feed-url>'} ` : '';
  const names = swallowed.map(([option]) => option).join(', ');
  return `npm took ${names} for its own: a -- has to stand before Earshot's options. Type:\n\n  npm start -- ${feed}${options}\n`;
}

function isUrl(value: string): boolean {
  return /^https?:/i.test(value);
}

const MAX_PORT = 65_535;

/** The value itself is not repeated: a destination's URL is a credential. */
function urlError(subject: string, value: string, example: string): string | null {
  const port = /^https?:\/\/(?:\[[^\]]*\]|[^/?#@:]*):(\d+)(?:[/?#]|$)/i.exec(value)?.[1];
  if (Number(port) > MAX_PORT) return `${subject} has a port above ${MAX_PORT}, which no server has.`;
  // `http:///x` is one to the URL standard, with a host that nobody meant.
  if (!URL.canParse(value) || /^https?:(?!\/\/[^/\\?#])/i.test(value))
    return `${subject} is not a URL, like ${example}.`;
  const { protocol, username, password } = new URL(value);
  if (protocol !== 'https:' && protocol !== 'http:') return `${subject} has to begin with https:// or http://.`;
  if (username !== '' || password !== '') return `${subject} has a user name or password in it, which Earshot refuses.`;
  return null;
}
