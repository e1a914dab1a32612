import { hash } from '../entry/identity.ts';

/** No feed names its comments at such length; a message carries up to three IDs. In UTF-16 units. */
const MAX_ID = 2_000;

/** The id, or where it is of an absurd length one derived of it: the same wherever it is met. */
export function shortId(id: string): string {
  return id.length > MAX_ID ? `urn:earshot:${hash(id)}` : id;
}
