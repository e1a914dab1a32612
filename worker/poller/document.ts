import * as v from 'valibot';
import type { Failure, Result } from '../model.ts';
import type { Mark } from '../rules/diff.ts';

const Text = v.nullable(v.string());
const Instant = v.pipe(v.string(), v.isoTimestamp());

const headFields = {
  version: v.literal(1),
  /** Digest of the configured URL that this is the memory of: the URL itself may be a secret. */
  source: v.string(),
  /** Where the feed was found to be, if not at the configured URL: a permanent redirect's end. */
  resolved: Text,
  /** Of the first successful poll of this feed or of the one whose place it took; `null`: there was none yet. */
  watchingSince: v.nullable(Instant),
  /** What is remembered is a baseline that not all Outboxes have accepted yet: of the feed, or of another URL for it. */
  begun: v.optional(v.boolean(), false),
  title: Text,
  homePage: Text,
  /** Verbatim, with the digest of the URL that they came from. */
  validators: v.nullable(v.object({ url: v.string(), etag: Text, lastModified: Text })),
  /** Of the body's bytes. */
  digest: Text,
  lastNews: v.nullable(Instant),
  failing: v.nullable(v.object({ since: Instant, reason: v.string(), announced: v.boolean() })),
  notBefore: v.nullable(Instant),
  /** Minutes. */
  maxAge: v.number(),
  /** The largest number of comments that the feed was seen to hold. */
  window: v.number(),
  /** The newest comment's number, where its blog system counts them. */
  serial: v.nullable(v.number()),
};

const Known = v.array(v.tuple([v.string(), Text, v.string()]));
const Head = v.object(headFields);
const Document = v.object({ ...headFields, known: Known });

/** What is remembered of a feed but for its comments: enough to decide when it is polled, and to ask for it. */
export type Head = Readonly<v.InferOutput<typeof Head>>;

/** What is remembered of a feed: SEEN's value is this as JSON. */
export type FeedDocument = { readonly head: Head; readonly known: readonly Mark[] };

/** What was stored is not a document of this version. It is never overwritten: someone has to look. */
export type DocumentFailure = Failure<'document'>;

/** The memory of a feed that was never read. `source`: digest of its configured URL. */
export function freshHead(source: string): Head {
  return {
    version: 1,
    source,
    resolved: null,
    watchingSince: null,
    begun: false,
    title: null,
    homePage: null,
    validators: null,
    digest: null,
    lastNews: null,
    failing: null,
    notBefore: null,
    maxAge: 5,
    window: 0,
    serial: null,
  };
}

/** Reads what `JSON.stringify` made of a head. */
export function readHead(text: string): Result<Head, DocumentFailure> {
  return read(Head, text);
}

/** Reads what `JSON.stringify` made of the remembered comments. */
export function readKnown(text: string): Result<readonly Mark[], DocumentFailure> {
  return read(Known, text);
}

/** Reads a whole document, as it lies in SEEN. */
export function readDocument(text: string): Result<FeedDocument, DocumentFailure> {
  const document = read(Document, text);
  if (!document.ok) return document;
  const { known, ...head } = document.value;
  return { ok: true, value: { head, known } };
}

/** The whole document as text, for SEEN. */
export function writeDocument({ head, known }: FeedDocument): string {
  return JSON.stringify({ ...head, known });
}

function read<T>(schema: v.GenericSchema<unknown, T>, text: string): Result<T, DocumentFailure> {
  const document = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (document.success) return { ok: true, value: document.output };
  return { ok: false, reason: 'document', detail: 'What is remembered of the feed cannot be read.' };
}
