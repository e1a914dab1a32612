// What an Outbox keeps in its SQLite. Rows written are what the Free plan counts (100,000 a day, each index entry is one
// more): a message that is delivered at once costs six.
//
// message  one row a message, kept for at least 90 days for its id. `seq` is the order in which they were accepted.
//          Without AUTOINCREMENT, which would cost a row for every message that is offered again. `state`:
//            waiting             to be sent
//            delivered, dead     settled
//            baseline, filtered  never sent by itself; can be sent by hand
//            known               no message: the comment was there before this Outbox, and has been edited since
//          The row of a `comment.created` (or `known`) speaks for the comment: `owner` is the feed that it belongs to,
//          `content` and `revision` are those last taken over from that feed.
//          `body` is last, so that what reads the other columns never reads a body's pages; null once it was dropped.
// claim    one row: what is being sent, or was when the object was cut off. A message of it that does not bear the
//          claim's number was never recorded: nobody knows whether it arrived.
// state    one row: everything else (state.ts).
const TABLES = `
  CREATE TABLE IF NOT EXISTS message (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    feed TEXT NOT NULL,
    type TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    owner TEXT,
    content TEXT,
    revision TEXT,
    accepted INTEGER NOT NULL,
    edited INTEGER,
    replayed INTEGER,
    settled INTEGER,
    tried INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    claim INTEGER NOT NULL DEFAULT 0,
    status INTEGER,
    uncertain INTEGER NOT NULL DEFAULT 0,
    body TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS waiting ON message (feed, seq) WHERE state = 'waiting';
  CREATE TABLE IF NOT EXISTS claim (number INTEGER NOT NULL, seqs TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS state (value TEXT NOT NULL) STRICT;
`;

/** Where a message stands. */
export type MessageState = 'waiting' | 'delivered' | 'dead' | 'baseline' | 'filtered' | 'known';

/** Makes the tables where they are not there yet. */
export function makeTables(sql: SqlStorage): void {
  sql.exec(TABLES);
  sql.exec('INSERT INTO claim SELECT 0, ? WHERE NOT EXISTS (SELECT 1 FROM claim)', '[]');
  sql.exec('INSERT INTO state SELECT ? WHERE NOT EXISTS (SELECT 1 FROM state)', '{}');
}
