import type { Database } from './database.ts';
import type { Handed } from '../../rpc/config.ts';
import type { FeedRow } from './feed-table.ts';
import { countedRows, dayOf } from './rows-written.ts';

/** Values that were written through the API and handed over, in the rows of their feeds. */
export class HandedValues {
  readonly #database: Database;
  readonly #rowOf: (name: string) => FeedRow;
  /** Feeds whose handed values KV has shown since: what else it shows then is later. In memory, for it matters for minutes. */
  readonly #shown = new Set<string>();

  constructor(database: Database, rowOf: (name: string) => FeedRow) {
    this.#database = database;
    this.#rowOf = rowOf;
  }

  /**
   * Notes a value that was written through the API, or (`null`) its deletion, unless it is older than the last one. Another
   * value is to be polled; one that is the same, as after a rename, changes no schedule. One row.
   */
  take(name: string, { value, at }: Handed): void {
    const before = this.#rowOf(name);
    if (before.handedAt !== null && at < before.handedAt) return;
    this.#shown.delete(name);
    const isOther = value !== null && value !== before.config;
    this.#database.exec(
      `INSERT INTO feed (name, config, config_at, postponed, gone_since, handed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
       ON CONFLICT (name) DO UPDATE SET config = ?2, config_at = ?3, postponed = ?4, gone_since = ?5, handed_at = ?6,
         ${countedRows('1', '?7')}`,
      name,
      isOther ? value : before.config,
      isOther ? at : before.configAt,
      isOther || before.postponed ? 1 : 0,
      value === null ? (before.goneSince ?? at) : null,
      at,
      dayOf(at),
    );
  }

  /** Notes that KV has shown what was handed of the feed. */
  noteShown(name: string): void {
    this.#shown.add(name);
  }

  /** True if KV has shown what was handed of the feed, as far as this object has seen. */
  isShown(name: string): boolean {
    return this.#shown.has(name);
  }
}
