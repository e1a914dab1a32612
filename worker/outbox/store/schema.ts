// SQLite of an Outbox. Rows written are what the Free plan counts (100,000 a day, each index entry is one more): a message
// that is delivered at once costs six, three to accept it, one for its claim, two to record it. One that waits behind
// others costs no more; an edit costs one more, that of its comment's row.
//
// message  one row a message, kept for at least 90 days for its id. `seq` is the order in which they were accepted.
//          Without AUTOINCREMENT, which would cost a row for every message that is offered again. `state`:
//            waiting             to be sent; with `due`: an edit from a feed that does not own its comment
//            delivered, dead     settled
//            baseline, filtered  never sent by itself, since its feed said so; can be sent by hand
//            unwanted            its turn came, and CONFIG's `events` left it out; can be sent by hand
//            superseded          an edit that was undone before it went, or (chats) that a later one follows; can be sent by hand
//            known               no message: the comment was there before this Outbox, and has been edited since
//          The row of a `comment.created` (or `known`) holds the comment's record: `owner` is the feed that it belongs to,
//          `content` and `revision` are those last taken over from that feed, `edit` is the id of its last edit.
//          An edit has the id of that row in `comment`. One that is `due` at an instant (ms) waits until then for the
//          owner to offer an edit, and for the message `behind` which it goes; `content` and `revision` are its own.
//          `post` is the key of the comment's post, `parent` the id of the row of the comment that it answers. `sent` is
//          the receiver's name for the message, where it went alone, and `place` where that counts. `replays` counts how
//          often it was asked for again. `trial` is its part in finding out whose fault a failure is (rules/circuit.ts).
//          `body` comes after what is read of many rows, so that its pages are not read with them; null once it was
//          dropped. `key` is the offer's (null in rows of earlier versions). `ms` and `answer` are of the receiver's last
//          answer: the time that it took, and its beginning without credentials, which goes when the body does.
// claim    one row: what is being sent, or was when the object was cut off. A message of it that does not bear the
//          claim's number was never recorded: nobody knows whether it arrived. `sends` is what each send changes of the
//          state (sends.ts), as it was before this one: what this one changes, its messages tell.
// roundup  members of each roundup (JSON of `seq`), fixed at its first claim and there until it is settled or split.
// thread   the receiver's name for the thread of a post, and when a message last went into it, ms.
// learned  what answers told of a place, and when, ms.
// state    one row: everything else (state.ts).
// version  one row: how many of the migrations are done (migrations.ts).
/** Tables as they were before migrations had numbers. */
export const TABLES = `
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
    comment TEXT,
    edit TEXT,
    due INTEGER,
    behind TEXT,
    post TEXT,
    parent TEXT,
    sent TEXT,
    place TEXT,
    replays INTEGER NOT NULL DEFAULT 0,
    trial TEXT,
    body TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS claim (number INTEGER NOT NULL, seqs TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS state (value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS roundup (id TEXT PRIMARY KEY, feed TEXT NOT NULL, seqs TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS thread (
    post TEXT NOT NULL,
    place TEXT NOT NULL,
    thread TEXT NOT NULL,
    used INTEGER NOT NULL,
    PRIMARY KEY (post, place)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS learned (
    place TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    used INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** Indexes, once the columns are there. */
export const INDEXES = `
  DROP INDEX IF EXISTS waiting;
  CREATE INDEX IF NOT EXISTS line ON message (feed, seq) WHERE state = 'waiting' AND due IS NULL;
  CREATE INDEX IF NOT EXISTS due ON message (due) WHERE due IS NOT NULL;
  CREATE INDEX IF NOT EXISTS trial ON message (trial) WHERE trial IS NOT NULL;
`;
