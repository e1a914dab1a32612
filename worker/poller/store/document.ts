import * as v from 'valibot';
import { iso } from '../../message.ts';
import type { Failure, Result } from '../../model.ts';
import type { RememberedComment } from '../../rules/watch.ts';
import type { FeedDocument, FeedState, StateOutline } from './feed-state.ts';
import { readVersion1 } from './version-1.ts';

const Text = v.nullable(v.string());
/** ISO 8601 in the document, for people; ms since the epoch in memory. */
const Instant = v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse));

const address = v.object({ host: v.string(), page: v.string() });

const watchFields = {
  source: v.string(),
  addresses: v.array(address),
  home: Text,
  since: v.nullable(Instant),
  begun: v.nullable(Instant),
  whole: v.nullable(v.object({ at: Instant, count: v.number() })),
  largest: v.number(),
  serial: v.nullable(v.number()),
  unlisted: v.number(),
  edge: v.nullable(
    v.union([v.literal('open'), v.object({ time: Instant, by: Text, isStart: v.exactOptional(v.literal(true)) })]),
  ),
  direction: v.nullable(v.picklist(['newest-first', 'oldest-first'])),
  shares: v.boolean(),
  outOfOrder: v.boolean(),
  changed: v.nullable(Instant),
  hole: v.nullable(
    v.object({
      since: Instant,
      from: Instant,
      lower: v.nullable(Instant),
      known: v.number(),
      page: v.number(),
      url: Text,
      barren: v.number(),
      notBefore: v.optional(v.nullable(Instant), null),
      old: v.optional(v.number(), 0),
    }),
  ),
  lookBack: v.nullable(v.object({ day: v.number(), page: v.nullable(v.number()), url: Text, old: v.number() })),
  lastNews: v.nullable(Instant),
  skips: v.boolean(),
  migrated: v.boolean(),
};

const StateSchema = v.object({
  version: v.literal(2),
  /** Digest of the CONFIG `url` that this is the memory of: the URL itself may be a secret. */
  source: v.string(),
  /** URL at which the feed was found, and as what, if CONFIG's `url` is not it. */
  found: v.nullable(v.object({ url: v.string(), of: v.picklist(['feed', 'page', 'site']) })),
  /** End of permanent redirects from there, and how often in a row they led to it. */
  moved: v.nullable(v.object({ url: v.string(), times: v.number() })),
  title: Text,
  homePage: Text,
  /** Verbatim, with the digest of the URL that they came from; only of a body that was read to its end. */
  validators: v.nullable(v.object({ url: v.string(), etag: Text, lastModified: Text })),
  /** Of that body's bytes. */
  digest: Text,
  /** Minutes. */
  maxAge: v.number(),
  /**
   * `from`: the first failure of a row of retries, which a corrected URL begins anew. `told`: which destinations were.
   */
  failing: v.nullable(
    v.object({ since: Instant, from: v.nullable(Instant), reason: v.string(), told: v.nullable(v.array(v.string())) }),
  ),
  notBefore: v.nullable(Instant),
  formerly: v.optional(v.nullable(v.object({ name: v.string(), until: Instant })), null),
  watch: v.object(watchFields),
});

const outlineWatch = v.pick(v.object(watchFields), ['since', 'whole', 'lastNews']);
const OutlineSchema = v.object({
  ...v.pick(StateSchema, ['version', 'found', 'title', 'maxAge', 'failing', 'notBefore']).entries,
  watch: outlineWatch,
});

const RESTLESS = v.object({ content: v.string(), day: v.number(), changes: v.number(), since: v.number() });
/** id, fingerprint, author, content, time (ms), key, flags, and of a text that changes all the time its changes. */
const Known = v.array(
  v.tuple([v.string(), Text, Text, Text, v.nullable(v.number()), Text, v.number(), v.nullable(RESTLESS)]),
);
const [HELD, SHOWN, FILTERED] = [1, 2, 4];

const Document = v.object({ ...StateSchema.entries, known: Known });

/** Failure where the stored text is no document of a known version. It is never overwritten: a person has to look. */
export type DocumentFailure = Failure<'document'>;

/** Reads a feed's state as `writeFeedState` wrote it, or as version 1 did. */
export function readFeedState(text: string): Result<FeedState, DocumentFailure> {
  const value = parsedJson(text);
  const feedState = v.safeParse(StateSchema, value);
  if (feedState.success) return { ok: true, value: toFeedState(feedState.output) };
  const before = readVersion1(value, []);
  return before === null ? unreadable() : { ok: true, value: before.feedState };
}

/** Reads of the same text what lists tell: a third of the time, and a shard's lists read all its feeds. */
export function readOutline(text: string): Result<StateOutline, DocumentFailure> {
  const outline = v.safeParse(OutlineSchema, parsedJson(text));
  if (!outline.success) return readFeedState(text);
  const { version: _version, ...value } = outline.output;
  return { ok: true, value };
}

/** Reads what `writeRemembered` made of remembered comments; of version 1 as well. */
export function readRemembered(text: string): Result<readonly RememberedComment[], DocumentFailure> {
  const value = parsedJson(text);
  const known = v.safeParse(Known, value);
  if (known.success) return { ok: true, value: known.output.map(toRemembered) };
  const before = readVersion1(null, value);
  return before === null ? unreadable() : { ok: true, value: before.remembered };
}

/** Reads a whole document, as it lies in SEEN. */
export function readDocument(text: string): Result<FeedDocument, DocumentFailure> {
  const value = parsedJson(text);
  const document = v.safeParse(Document, value);
  if (document.success) {
    const { known, ...feedState } = document.output;
    return { ok: true, value: { feedState: toFeedState(feedState), remembered: known.map(toRemembered) } };
  }
  const isOld = typeof value === 'object' && value !== null && 'known' in value;
  const before = isOld ? readVersion1(value, value.known) : null;
  return before === null ? unreadable() : { ok: true, value: before };
}

/** Feed state as text. */
export function writeFeedState(feedState: FeedState): string {
  const { newestNumber: serial, ...watch } = feedState.watch;
  return JSON.stringify({ version: 2, ...feedState, watch: { ...watch, serial } }, instants);
}

/** Remembered comments as text. */
export function writeRemembered(remembered: readonly RememberedComment[]): string {
  return JSON.stringify(remembered.map(fromRemembered));
}

/** The whole document as text, for SEEN. */
export function writeDocument({ feedState, remembered }: FeedDocument): string {
  return `${writeFeedState(feedState).slice(0, -1)},"known":${writeRemembered(remembered)}}`;
}

function toFeedState({ version: _version, watch, ...feedState }: v.InferOutput<typeof StateSchema>): FeedState {
  // In this order: whether anything has changed is told by comparing a state as text.
  const { source, addresses, home, since, begun, whole, largest, serial: newestNumber, ...rest } = watch;
  return { ...feedState, watch: { source, addresses, home, since, begun, whole, largest, newestNumber, ...rest } };
}

const INSTANTS = new Set([
  'since',
  'from',
  'begun',
  'at',
  'time',
  'changed',
  'lower',
  'lastNews',
  'notBefore',
  'until',
]);

function instants(name: string, value: unknown): unknown {
  return INSTANTS.has(name) && typeof value === 'number' ? iso(value) : value;
}

/** Gives a remembered comment as it is read again. */
export const asStored = (known: RememberedComment): RememberedComment => toRemembered(fromRemembered(known));

function toRemembered(tuple: v.InferOutput<typeof Known>[number]): RememberedComment {
  const [id, fingerprint, author, content, time, key, flags, restless] = tuple;
  const [held, shown] = [(flags & HELD) !== 0, (flags & SHOWN) !== 0];
  const filtered = (flags & FILTERED) === 0 ? {} : { filtered: true };
  return { id, fingerprint, author, content, time, key, held, ...filtered, shown, restless };
}

function fromRemembered(known: RememberedComment): v.InferInput<typeof Known>[number] {
  const { id, fingerprint, author, content, time, key, held, filtered = false, shown, restless } = known;
  const flags = (held ? HELD : 0) | (shown ? SHOWN : 0) | (filtered ? FILTERED : 0);
  return [id, fingerprint, author, content, time, key, flags, restless];
}

/** Parses JSON; `null`: it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unreadable(): DocumentFailure {
  return { ok: false, reason: 'document', detail: 'What is remembered of the feed cannot be read.' };
}
