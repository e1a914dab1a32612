/** Columns of a table with their types, in order. */
type Fields = Readonly<Record<string, string>>;

/** A feed's row in the versions that numbered none. The comments come last: SQLite reads what is before without their pages. */
const FEED_1: Fields = {
  name: 'TEXT PRIMARY KEY',
  config: 'TEXT',
  config_at: 'INTEGER',
  invalid: 'TEXT',
  gone_since: 'INTEGER',
  changed_at: 'INTEGER',
  put_at: 'INTEGER',
  puts: 'INTEGER NOT NULL DEFAULT 0',
  owed: 'INTEGER NOT NULL DEFAULT 0',
  postponed: 'INTEGER NOT NULL DEFAULT 0',
  queued_since: 'INTEGER',
  last_poll: 'INTEGER',
  trouble: 'TEXT',
  head: 'TEXT',
  known: 'TEXT',
};

const { head: HEAD = '', known: KNOWN = '', ...OTHERS_1 } = FEED_1;

/** Adds the instant of the last write through the API, and how many rows were written on a day (a number since the epoch). */
const FEED_2: Fields = {
  ...OTHERS_1,
  handed_at: 'INTEGER',
  rows_written: 'INTEGER NOT NULL DEFAULT 0',
  rows_day: 'INTEGER',
  head: HEAD,
  known: KNOWN,
};

/**
 * Steps from each version of the tables to the next; what was released is never changed, and nothing leads back. A step
 * works on what the one before has left, whatever the rest of the code says by now.
 */
const STEPS: readonly ((sql: SqlStorage) => void)[] = [
  unnumbered,
  (sql) => remakeFeeds(sql, FEED_2),
  addChildren,
  rememberMoves,
];

/**
 * Brings a shard's tables up to date, each version in one transaction: what is cut off in between is done again. A newer
 * version than this code's is left alone, and a bug: there is no way back below a version that was deployed.
 */
export function migrate(storage: DurableObjectStorage): void {
  const { sql } = storage;
  const at = versionOf(sql);
  if (at > STEPS.length) throw new Error(`tables are of version ${at}, which this code does not know`);
  for (const [index, step] of STEPS.entries()) {
    if (index < at) continue;
    storage.transactionSync(() => {
      step(sql);
      sql.exec('DELETE FROM version');
      sql.exec('INSERT INTO version (version) VALUES (?)', index + 1);
    });
  }
}

/**
 * The version of the tables; 0: they have no number. It is read each time that the object wakes, which is all that most do
 * then: so it is asked first, and the table is made only where it is missing.
 */
function versionOf(sql: SqlStorage): number {
  const read = () => sql.exec<{ at: number }>('SELECT version AS at FROM version').toArray()[0]?.at ?? 0;
  try {
    return read();
  } catch {
    // SQLite's own `user_version` is refused to an object.
    sql.exec('CREATE TABLE IF NOT EXISTS version (version INTEGER NOT NULL)');
    return read();
  }
}

/** Makes the tables as the versions had them that numbered none; of earlier ones `feed` may lack columns. */
function unnumbered(sql: SqlStorage): void {
  const present = columnsOf(sql);
  if (present.length === 0) sql.exec(`CREATE TABLE feed ${definition(FEED_1)}`);
  else if (Object.keys(FEED_1).some((name) => !present.includes(name))) remakeFeeds(sql, FEED_1);
  // What does not fit the feed's own row. Without ROWID, so that a part is one row and no index entry.
  sql.exec(`CREATE TABLE IF NOT EXISTS known (
    feed TEXT NOT NULL, part INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (feed, part)) WITHOUT ROWID`);
  sql.exec(`CREATE TABLE IF NOT EXISTS owed (
    seq INTEGER PRIMARY KEY, destination TEXT NOT NULL, feed TEXT NOT NULL, notice INTEGER NOT NULL,
    since INTEGER NOT NULL, offer TEXT NOT NULL)`);
  // Each poll asks what is owed of its feed, and each offer what its destination is owed.
  sql.exec('CREATE INDEX IF NOT EXISTS owed_feed ON owed (feed)');
  sql.exec('CREATE INDEX IF NOT EXISTS owed_destination ON owed (destination, seq)');
  sql.exec('CREATE TABLE IF NOT EXISTS cause (digest TEXT PRIMARY KEY, since INTEGER NOT NULL, owed TEXT)');
}

/**
 * Adds the comment feeds of posts of sites that are followed: one row a child, its comments last. What is written again and
 * again stands in no index, so that a poll with news writes one row.
 */
function addChildren(sql: SqlStorage): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS child (
    id INTEGER PRIMARY KEY, feed TEXT NOT NULL, url TEXT NOT NULL, post TEXT NOT NULL, made_at INTEGER NOT NULL,
    news_since INTEGER NOT NULL DEFAULT 0, new INTEGER NOT NULL DEFAULT 0, count INTEGER, updated TEXT, listed INTEGER NOT NULL, moved_at INTEGER, retired_at INTEGER,
    gone INTEGER NOT NULL DEFAULT 0, failed_at INTEGER, changed_at INTEGER, rows_written INTEGER NOT NULL DEFAULT 0, rows_day INTEGER, head TEXT NOT NULL, known TEXT NOT NULL)`);
  sql.exec('CREATE UNIQUE INDEX IF NOT EXISTS child_url ON child (feed, url)');
}

/**
 * Makes the table of the feeds that other shards have taken over: part 0 is the mark, others hold what is still to be fetched.
 * No row can be made of such a feed: who has read that it is here may be about to write.
 */
function rememberMoves(sql: SqlStorage): void {
  sql.exec(
    'CREATE TABLE IF NOT EXISTS moved (feed TEXT NOT NULL, part INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (feed, part)) WITHOUT ROWID',
  );
  for (const [table, key] of [
    ['feed', 'name'],
    ['child', 'feed'],
  ])
    sql.exec(`CREATE TRIGGER IF NOT EXISTS ${table}_moved BEFORE INSERT ON ${table}
      WHEN EXISTS (SELECT 1 FROM moved WHERE feed = NEW.${key} AND part = 0)
      BEGIN SELECT RAISE(ABORT, 'another shard has the feed'); END`);
}

/** Copies the feeds into a table with these columns: one that is only added would come after the comments. */
function remakeFeeds(sql: SqlStorage, fields: Fields): void {
  const present = new Set(columnsOf(sql));
  const kept = Object.keys(fields)
    .filter((name) => present.has(name))
    .join(', ');
  sql.exec(`CREATE TABLE feed_now ${definition(fields)}`);
  sql.exec(`INSERT INTO feed_now (${kept}) SELECT ${kept} FROM feed`);
  sql.exec('DROP TABLE feed');
  sql.exec('ALTER TABLE feed_now RENAME TO feed');
}

function columnsOf(sql: SqlStorage): readonly string[] {
  return sql
    .exec<{ name: string }>('SELECT name FROM pragma_table_info(?)', 'feed')
    .toArray()
    .map(({ name }) => name);
}

function definition(fields: Fields): string {
  const columns = Object.entries(fields).map(([name, type]) => `${name} ${type}`);
  return `(${columns.join(', ')})`;
}
