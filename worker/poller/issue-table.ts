import type { Database } from './store/database.ts';
/** An issue that one or more values of a shard have in common, and how far the notice of it has come. */
export type IssueRecord = {
  /** Digest of the field and of what is wrong with it. */
  readonly digest: string;
  /** Instant at which it was first seen here, ms since the epoch. */
  readonly since: number;
  /**
   * `new`: nobody was told yet; `nobody`: no destination was valid; `telling`: those in `untold` are still to be told;
   * `told`: all were.
   */
  readonly state: 'new' | 'nobody' | 'telling' | 'told';
  /** Names of the destinations that are still to be told. */
  readonly untold: readonly string[];
};

type Columns = { digest: string; since: number; owed: string | null };

/** Stored instead of names, which have no capitals, for the states before `telling`. */
const NEW = 'NEW';
const NOBODY = 'NOBODY';

/** Table of issues that some value of the shard has, one row each. Nothing is written that has not changed. */
export class IssueTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Issues that some value of the shard still has. */
  all(): readonly IssueRecord[] {
    return this.#database.exec<Columns>('SELECT digest, since, owed FROM cause').toArray().map(recordOf);
  }

  /** Stores a new one, or how far its notice has come. */
  set({ digest, since, state, untold }: IssueRecord): void {
    const text = { new: NEW, nobody: NOBODY, telling: untold.join(' '), told: null }[state];
    this.#database.exec(
      `INSERT INTO cause (digest, since, owed) VALUES (?, ?, ?)
       ON CONFLICT (digest) DO UPDATE SET owed = excluded.owed WHERE owed IS NOT excluded.owed`,
      digest,
      since,
      text,
    );
  }

  /** Forgets one that no value has any more: should it come back, there is a notice again. */
  remove(digest: string): void {
    this.#database.exec('DELETE FROM cause WHERE digest = ?', digest);
  }
}

function recordOf({ digest, since, owed }: Columns): IssueRecord {
  if (owed === null) return { digest, since, state: 'told', untold: [] };
  if (owed === NEW) return { digest, since, state: 'new', untold: [] };
  if (owed === NOBODY) return { digest, since, state: 'nobody', untold: [] };
  return { digest, since, state: 'telling', untold: owed.split(' ') };
}
