/** URL of a destination that stands in these tests' CONFIG as it is. */
export const HOOK = 'https://hooks.slack.com/services/T0/B0/aBcDeFgHiJkL';

/** Another one, with a header that is a credential. */
export const TEAM = {
  type: 'webhook',
  url: 'https://in.example/hook-1234',
  headers: { authorization: 'Bearer hunter2-hunter2' },
};

/** Longest wait for a test in which wrangler is started twenty times, ms. */
export const PATIENCE = 300_000;

/** Parts of these credentials, which nothing may print. */
export const CREDENTIALS = /aBcDeFgHiJkL|hook-1234|hunter2/;

/** Values of CONFIG by name. */
export type Values = Readonly<Record<string, unknown>>;

/** URL of a feed. */
export function feedUrl(at: number): string {
  return `https://blog${at}.example/comments/feed/`;
}

/** An earshot.json of these feeds. */
export function documentOf(feeds: Values, destinations: Values = { default: HOOK, team: TEAM }) {
  return { destinations, feeds };
}

/** The lines of what was printed that say what changes. */
export function linesOf(out: string): readonly string[] {
  return out.split('\n').filter((line) => /^ {2}[+~!-] /.test(line));
}
