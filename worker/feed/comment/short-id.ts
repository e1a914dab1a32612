import { hash } from '../entry/identity.ts';

/** Longest ID kept as it is, in UTF-16 units: a message carries up to three, and no feed has longer ones. */
const MAX_ID = 2_000;

/** Gives the ID, or one derived from it where it is of an absurd length: the same wherever it stands. */
export function shortId(id: string): string {
  return id.length > MAX_ID ? `urn:earshot:${hash(id)}` : id;
}
