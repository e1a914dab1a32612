type Value = string | number | boolean | null;

/**
 * Writes one JSON object as one line of the Worker's log: `event` in the form `feed.polled`, then its facts. Names,
 * message ids, counts and our own reasons only: never a destination's URL, a comment's text or an exception's text.
 */
export function log(event: string, facts: Readonly<Record<string, Value>> = {}): void {
  console.log(JSON.stringify({ event, ...facts }));
}
