import { env } from 'cloudflare:test';
import type { Shard } from '../../support/shard.ts';

/** A document as version 1 wrote it, in its two parts. Those beside this file were written by it. */
export type Left = { readonly head: object; readonly known: readonly (readonly (string | null)[])[] };

export const PLACES = ['SQLite', 'SEEN'] as const;

/** The table as version 1 made it. */
const TABLE = `CREATE TABLE feed (
  name TEXT PRIMARY KEY, config TEXT, invalid TEXT, gone_since INTEGER,
  changed_at INTEGER, put_at INTEGER, owed INTEGER NOT NULL DEFAULT 0,
  postponed INTEGER NOT NULL DEFAULT 0, head TEXT, known TEXT
)`;

/** Version 1 has left this in the shard's own storage, or in SEEN alone. */
export async function leave(shard: Shard, { head, known }: Left, place: (typeof PLACES)[number]): Promise<void> {
  if (place === 'SEEN') return env.SEEN.put('blog', JSON.stringify({ ...head, known }));
  await shard.sql('DROP TABLE feed');
  // It numbered none.
  await shard.sql('DELETE FROM version');
  await shard.sql(TABLE);
  await shard.sql(
    'INSERT INTO feed (name, config, changed_at, put_at, head, known) VALUES (?, ?, 1, 1, ?, ?)',
    'blog',
    (await env.CONFIG.get('feed:blog')) ?? '',
    JSON.stringify(head),
    JSON.stringify(known),
  );
}
