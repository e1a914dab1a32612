import { readDestinations, validNames } from '../config/destinations.ts';
import type { ConfigFailure } from '../config/failure.ts';
import { withDeadline, within } from '../io/deadline.ts';
import { log } from '../io/log.ts';
import { digest, iso, missingKey, noticeKey } from '../message.ts';
import type { Offer } from '../rpc/offer.ts';
import { isSlot } from '../rules/schedule.ts';
import type { IssueRecord, IssueTable } from './issue-table.ts';
import type { Dependencies } from './dependencies.ts';
import { chunks } from './chunks.ts';
import type { FoundIssue } from './find-issues.ts';
import { OutboxCalls } from './outbox-calls.ts';

/** Interval at which a valid destination is looked for again where there was none, ms. */
const HOURLY = 60 * 60_000;

/** Most keys that a message names: with more, a person corrects what they have in common, not each value. */
const KEYS_AT_MOST = 50;

/** Time for which CONFIG's list has to lack a destination until it counts as missing, ms: KV shows a new key late. */
const LISTED = 5 * 60_000;

/**
 * Issues that were found. `isAll`: one that is not among them is no more. `destinations`: names of all of them, as the
 * tick has listed them; `null`: it has not.
 */
export type Findings = {
  readonly issues: readonly FoundIssue[];
  readonly isAll: boolean;
  readonly destinations: readonly string[] | null;
};

/** An issue and the keys of all values of the shard that have it, sorted. */
type IssueReport = {
  readonly record: IssueRecord;
  readonly failure: ConfigFailure;
  readonly missing: string | null;
  readonly keys: readonly string[];
};

/**
 * Tells people of the issues that a shard has found: of each once, as long as any value has it; the log says it every
 * time. `previous`: the tick before, where that is known.
 */
export async function reportIssues(
  deps: Dependencies,
  table: IssueTable,
  found: Findings,
  previous: number | null,
  now: number,
): Promise<void> {
  const reports = await reportsOf(table, found, now);
  for (const { failure, keys } of reports) {
    log('config.invalid', { key: failure.key, field: failure.field, reason: failure.detail, keys: keys.length });
  }
  const isHourly = isSlot(HOURLY, previous, now);
  const isUntold = ({ record: { state, since }, missing }: IssueReport): boolean =>
    (state === 'new' && (missing === null || now - since >= LISTED)) || (state === 'nobody' && isHourly);
  if (!reports.some((one) => isUntold(one) || one.record.state === 'telling')) return;
  await withDeadline(deps.deadline, async (signal) => {
    const valid = reports.some(isUntold) ? await validDestinations(deps, found.destinations, signal) : null;
    const toTell = reports.flatMap((one): readonly IssueReport[] => {
      if (one.record.state === 'telling') return [one];
      if (valid === null || !isUntold(one)) return [];
      const record: IssueRecord = {
        ...one.record,
        state: valid.length === 0 ? 'nobody' : 'telling',
        untold: valid,
      };
      if (valid.length === 0) table.set(record);
      return valid.length === 0 ? [] : [{ ...one, record }];
    });
    await tell(deps, table, toTell, signal);
  });
}

/** Groups the same issues of several values, begins what is new and forgets what is over. */
async function reportsOf(table: IssueTable, { issues, isAll }: Findings, now: number): Promise<readonly IssueReport[]> {
  const groups = new Map<string, FoundIssue[]>();
  for (const one of issues) {
    const name = await digest(JSON.stringify([one.failure.field, one.failure.detail]));
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const stored = new Map(table.all().map((record) => [record.digest, record]));
  if (isAll) for (const over of stored.keys()) if (!groups.has(over)) table.remove(over);
  return [...groups].flatMap(([name, group]) => {
    const sorted = group.toSorted((one, other) => (one.failure.key < other.failure.key ? -1 : 1));
    const [first] = sorted;
    if (first === undefined) return [];
    const record = stored.get(name) ?? begun(name, group, now);
    if (!stored.has(name)) table.set(record);
    const { failure, missing } = first;
    return [{ record, failure, missing, keys: sorted.map((one) => one.failure.key) }];
  });
}

/** Begins a record, noted before the issue is told. A version before told it of each feed, and wrote "digest since told". */
function begun(name: string, group: readonly FoundIssue[], now: number): IssueRecord {
  for (const { before } of group) {
    const [error, since = '', state] = before?.split(' ') ?? [];
    if (error === name && state === 'told') return { digest: name, since: Date.parse(since), state, untold: [] };
  }
  return { digest: name, since: now, state: 'new', untold: [] };
}

/** Offers each issue to the Outboxes that are still to be told of it, and notes which are left. */
async function tell(
  deps: Dependencies,
  table: IssueTable,
  toTell: readonly IssueReport[],
  signal: AbortSignal,
): Promise<void> {
  const destinations = new Set(toTell.flatMap(({ record }) => record.untold));
  const refusing = new Set<string>();
  const calls = new OutboxCalls();
  await Promise.all(
    [...destinations].map(async (destination) => {
      const offers = toTell.filter(({ record }) => record.untold.includes(destination)).map(offerOf);
      for (const chunk of chunks(offers))
        if ((await calls.enqueue(deps, destination, chunk, signal)) === null) refusing.add(destination);
    }),
  );
  for (const { record } of toTell) {
    const untold = record.untold.filter((destination) => refusing.has(destination));
    table.set({ ...record, untold, state: untold.length === 0 ? 'told' : 'telling' });
  }
}

function offerOf({ record, failure, missing, keys }: IssueReport): Offer {
  const { key, field, detail } = failure;
  const since = iso(record.since);
  const data = { key, field, reason: detail, keys: keys.slice(0, KEYS_AT_MOST), since };
  // Of one issue in several shards, which see it within moments, there is one message: its id says the day alone.
  const day = since.slice(0, 'YYYY-MM-DD'.length);
  return {
    key: missing === null ? noticeKey('config.invalid', record.digest, day) : missingKey(missing, since),
    feed: '',
    content: null,
    hold: null,
    event: { type: 'config.invalid', timestamp: since, data },
  };
}

/** Names of the valid destinations, which can be told: a feed's own may be as wrong as its value. `null`: KV failed. */
async function validDestinations(
  deps: Dependencies,
  names: readonly string[] | null,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  const values = await within(signal, readDestinations(deps.config, names));
  return values.ok ? validNames(values.value, deps.secrets) : null;
}
