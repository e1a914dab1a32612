import { type ConfigFailure, readFeed, type Secrets } from '../config.ts';
import type { Feed, Result } from '../model.ts';
import { readHead } from './document.ts';
import type { Head } from './head.ts';
import type { Row } from './row.ts';

/** A feed's row, understood. */
export type View = {
  readonly row: Row;
  /** As CONFIG was read last; `null`: it was never read. */
  readonly feed: Result<Feed, ConfigFailure> | null;
  /** `null`: there is none, or none that can be read. */
  readonly head: Head | null;
};

/** Understands a row. */
export function viewOf(row: Row, secrets: Secrets): View {
  const head = row.head === null ? null : readHead(row.head);
  return {
    row,
    feed: row.config === null ? null : readFeed(row.name, row.config, secrets),
    head: head?.ok ? head.value : null,
  };
}
