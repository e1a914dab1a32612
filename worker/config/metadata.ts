import { digest } from '../message.ts';

/** Bytes of a digest in metadata: enough that no two values ever share one, and 20 characters for each feed of a list. */
export const DIGEST_BYTES = 15;

/**
 * Metadata of a value in CONFIG that Earshot's own tools write. `at`: when, ms since the epoch; `digest`: of the value, by
 * which KV's list tells at no cost that a value is the one that is known. Who puts a value by other means leaves both out.
 */
export type ValueMetadata = { readonly at: number; readonly digest: string };

/** Gives the metadata of a value that is written at `at`. */
export async function metadataOf(value: string, at: number): Promise<ValueMetadata> {
  return { at, digest: await valueDigest(value) };
}

/** Gives the digest of a value as metadata has it. */
export function valueDigest(value: string): Promise<string> {
  return digest(value, DIGEST_BYTES);
}
