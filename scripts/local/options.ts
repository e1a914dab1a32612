import { parseArgs } from 'node:util';

/** What `npm start` was asked to do. `feed` and `to` are `null` for the sample blog and the inbox in the terminal. */
export type StartOptions = {
  readonly feed: string | null;
  readonly to: string | null;
  readonly backfill: number;
  readonly fresh: boolean;
  /** The folder that everything is kept in. */
  readonly state: string;
};

/** What the command line came to; `error` is for the person who wrote it. */
export type Asked =
  | { readonly kind: 'run'; readonly options: StartOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'error'; readonly error: string };

export const USAGE = `Watch a comment feed from this machine.

  npm start                          a sample blog, where comments are being written
  npm start -- <feed-url> [options]  a comment feed of yours

  --to <url>      where notifications go: your webhook, or a Slack incoming webhook
                  (left out: to an inbox that prints them here)
  --backfill <n>  deliver the newest n comments that are already there; counts when a feed
                  is watched for the first time (default: 0, they are taken as seen)
  --fresh         forget what earlier runs have seen of this feed
  --state <path>  the folder in which that is kept, so that the next run goes on where this one
                  stopped (default: .wrangler/start, there a folder for each feed)
  --help          this text

Ctrl-C stops everything. Nothing is deployed, and nothing but the feed and --to is contacted.
`;

/** Reads the arguments behind `npm start --`. */
export function readOptions(args: readonly string[]): Asked {
  const parsed = parse(args);
  if (typeof parsed === 'string') return { kind: 'error', error: parsed };
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  if (positionals.length > 1) return { kind: 'error', error: `One feed at a time: what is ${positionals[1]}?` };
  const feed = positionals[0] ?? null;
  const to = values.to ?? null;
  const backfill = values.backfill ?? '0';
  const error =
    (feed === null ? null : urlError('The feed', feed)) ??
    (to === null ? null : urlError('--to', to)) ??
    (/^\d{1,6}$/.test(backfill) ? null : '--backfill takes a number of comments, as in --backfill 3.');
  if (error !== null) return { kind: 'error', error };
  const { fresh = false, state = '.wrangler/start' } = values;
  return { kind: 'run', options: { feed, to, backfill: Number(backfill), fresh, state } };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        to: { type: 'string' },
        backfill: { type: 'string' },
        fresh: { type: 'boolean' },
        state: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // The first of Node's own sentences names the option, and what is missing or not known.
    return error instanceof Error ? error.message.replace(/\. .*$/s, '.') : 'The arguments make no sense.';
  }
}

/** The value itself is not repeated: a destination's URL is a credential. */
function urlError(what: string, value: string): string | null {
  // `http:///x` is one to the URL standard, with a host that nobody meant.
  if (!URL.canParse(value) || /^https?:(?!\/\/[^/\\?#])/i.test(value))
    return `${what} is not a URL. It begins with https:// or http://.`;
  const { protocol, username, password } = new URL(value);
  if (protocol !== 'https:' && protocol !== 'http:') return `${what} has to begin with https:// or http://.`;
  if (username !== '' || password !== '') return `${what} has a user name or password in it, which Earshot refuses.`;
  return null;
}
