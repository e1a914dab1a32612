/** Word in every secret, URL and text that the end-to-end tests use and that must never be logged. */
export const CANARY = 'canary';

/** Texts that no line may hold: that word, the text of the builders' comments, keys and credentials by their form. */
const NEVER = new RegExp(`${CANARY}|thought \\d|visitor \\d|whsec_\\w|(?:basic|bearer) [\\w+/=]{8}`, 'i');

/** Form of an exception's text: its class, or the place at which it was thrown. */
const EXCEPTION = /\b[A-Za-z]*(?:Error|Exception)\b|^\s*at .+:\d+/m;

/** Finds the first line that holds such a text, or one of `more`; `undefined`: there is none. */
export function leakIn(lines: readonly string[], more: readonly string[] = []): string | undefined {
  return lines.find((line) => NEVER.test(line) || EXCEPTION.test(line) || more.some((secret) => line.includes(secret)));
}
