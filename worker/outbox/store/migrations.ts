import { INDEXES, TABLES } from './schema.ts';

/** Columns that the first tables did not have, in the order in which they are added. */
const ADDED = {
  comment: 'TEXT',
  edit: 'TEXT',
  due: 'INTEGER',
  behind: 'TEXT',
  post: 'TEXT',
  parent: 'TEXT',
  sent: 'TEXT',
  place: 'TEXT',
  replays: 'INTEGER NOT NULL DEFAULT 0',
  trial: 'TEXT',
} as const;

/** Steps, oldest first: one that was deployed never changes, and a later one goes at the end. */
const MIGRATIONS: readonly ((sql: SqlStorage) => void)[] = [unnumbered, answersAndKeys, sendsBesideClaim];

/**
 * Brings the tables up to date, one transaction a step. A number of its own, since `PRAGMA user_version` is refused in a
 * Durable Object. Throws where a newer version of Earshot has been here: it may mean by a column what this one does not
 * know, and nothing is lost by waiting for that version.
 */
export function migrate(storage: DurableObjectStorage): void {
  const { sql } = storage;
  sql.exec('CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL) STRICT');
  const done = sql.exec<{ number: number }>('SELECT number FROM version').toArray()[0]?.number ?? 0;
  if (done > MIGRATIONS.length) throw new RangeError('A newer version of Earshot wrote this database: deploy that one');
  for (const [at, step] of MIGRATIONS.entries()) {
    if (at < done) continue;
    storage.transactionSync(() => {
      step(sql);
      sql.exec(at === 0 ? 'INSERT INTO version VALUES (?)' : 'UPDATE version SET number = ?', at + 1);
    });
  }
}

/** Makes the tables, or brings those of the time before numbers to one shape: they themselves say what they lack. */
function unnumbered(sql: SqlStorage): void {
  sql.exec(TABLES);
  const columns = sql.exec<{ name: string }>("SELECT name FROM pragma_table_info('message')").toArray();
  const there = new Set(columns.map(({ name }) => name));
  const missing = Object.entries(ADDED).filter(([name]) => !there.has(name));
  for (const [name, type] of missing) sql.exec(`ALTER TABLE message ADD COLUMN ${name} ${type}`);
  // What `events` left out was called filtered, like what a feed's filter holds back.
  if (missing.length > 0)
    sql.exec(
      "UPDATE message SET state = 'unwanted', reason = 'events' WHERE state = 'filtered' AND reason = 'not wanted'",
    );
  sql.exec(INDEXES);
  sql.exec('INSERT INTO claim SELECT 0, ? WHERE NOT EXISTS (SELECT 1 FROM claim)', '[]');
  sql.exec('INSERT INTO state SELECT ? WHERE NOT EXISTS (SELECT 1 FROM state)', '{}');
}

/** Adds the offer's key, the receiver's answer and the last delivery's instant. A column more writes no row but the table's own. */
function answersAndKeys(sql: SqlStorage): void {
  for (const column of ['key TEXT', 'ms INTEGER', 'answer TEXT']) sql.exec(`ALTER TABLE message ADD COLUMN ${column}`);
  sql.exec(`UPDATE state SET value = json_set(value, '$.lastDelivery', last.at)
    FROM (SELECT max(settled) AS at FROM message WHERE state = 'delivered') AS last WHERE last.at IS NOT NULL`);
}

/** Moves what each send changes out of the state, to the claim, which each send writes in any case. */
function sendsBesideClaim(sql: SqlStorage): void {
  sql.exec("ALTER TABLE claim ADD COLUMN sends TEXT NOT NULL DEFAULT '{}'");
  sql.exec(`UPDATE claim SET sends = json_object(
      'bucket', json(value -> '$.bucket'),
      'claimed', json(value -> '$.claimed'),
      'lastFeed', json(coalesce(value -> '$.lastFeed', value -> '$.turn')),
      'lastDelivery', json(value -> '$.lastDelivery'),
      'usage', json(value -> '$.usage')) FROM state`);
  const moved = ['bucket', 'claimed', 'lastFeed', 'turn', 'lastDelivery', 'usage'].map((field) => `'$.${field}'`);
  sql.exec(`UPDATE state SET value = json_remove(value, ${moved.join(', ')})`);
}
