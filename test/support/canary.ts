/** Stands in every secret, URL and text that the end-to-end tests plant where it must not come out again. */
export const CANARY = 'canary';

/** What belongs into no line: what was planted, what the builders' comments say, keys and credentials as they look. */
const NEVER = new RegExp(`${CANARY}|thought \\d|visitor \\d|whsec_\\w|(?:basic|bearer) [\\w+/=]{8}`, 'i');

/** How the text of an exception looks: its class, or where it was thrown. */
const EXCEPTION = /\b[A-Za-z]*(?:Error|Exception)\b|^\s*at .+:\d+/m;

/** The first line that holds what belongs into none, or one of `more`; `undefined`: there is no such line. */
export function leakIn(lines: readonly string[], more: readonly string[] = []): string | undefined {
  return lines.find((line) => NEVER.test(line) || EXCEPTION.test(line) || more.some((secret) => line.includes(secret)));
}
