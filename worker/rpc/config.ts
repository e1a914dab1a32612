/** Keys of CONFIG beside the feeds'. */
export type ConfigKeys = {
  /** Names of all destinations. */
  readonly destinations: readonly string[];
  /** Keys that name neither a feed nor a destination, as they stand in CONFIG. */
  readonly misnamed: readonly string[];
};

/**
 * A value that was written into CONFIG through the API, or (`null`) deleted: handed to the object that works with it, for
 * KV may answer with an older one for minutes. `at`: as in the key's metadata, ms.
 */
export type Handed = { readonly value: string | null; readonly at: number };
