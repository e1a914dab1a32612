/** What is remembered of a comment: short digests of its ID, of author + time + permalink, and of its content. */
export type Mark = readonly [id: string, fingerprint: string | null, content: string];

/** Fewest that are remembered of a feed, so that old ones which resurface after a restore are known. */
const REMEMBERED_AT_LEAST = 1000;

export type Diff = {
  /** Comments that came, and those whose content changed: indexes into what was read. */
  readonly news: readonly number[];
  readonly edits: readonly number[];
  /** What to remember now: those rolled off, then those in the feed, both in their order. */
  readonly known: readonly Mark[];
  /** Whether that is more than another order of what was remembered. */
  readonly changed: boolean;
  /** The largest number of comments that the feed was ever seen to hold. */
  readonly window: number;
  /** Whether comments were remembered, and none of them is in the feed any more. */
  readonly strange: boolean;
};

/** Compares what the feed holds now (`current`, oldest first, each ID once) with what is remembered of it. */
export function diff(remembered: readonly Mark[], window: number, current: readonly Mark[]): Diff {
  // A feed that answers with nothing in it has not taken its comments back.
  if (current.length === 0) return { news: [], edits: [], known: remembered, changed: false, window, strange: false };
  const byId = new Map(remembered.map((mark) => [mark[0], mark]));
  const rolledOff = withoutIds(remembered, current);
  const fresh = current.flatMap(([id], at) => (byId.has(id) ? [] : [at]));
  const renamed = renamedOnes(fresh, current, rolledOff);
  const news = fresh.filter((at) => !renamed.has(at));
  const names = new Map(remembered.map(([id, fingerprint]) => [fingerprint, id]));
  const edits = current.flatMap((mark, at) => (isEdit(byId.get(mark[0]), mark, names) ? [at] : []));
  const largest = Math.max(window, current.length);
  const room = Math.max(REMEMBERED_AT_LEAST, 2 * largest) - current.length;
  return {
    news,
    edits,
    known: [...rolledOff.slice(-room), ...current],
    changed: current.some((mark) => byId.get(mark[0])?.join() !== mark.join()),
    window: largest,
    strange: remembered.length > 0 && news.length === current.length,
  };
}

function withoutIds(marks: readonly Mark[], others: readonly Mark[]): readonly Mark[] {
  const ids = new Set(others.map(([id]) => id));
  return marks.filter(([id]) => !ids.has(id));
}

/**
 * Whether the content changed. Not where the comment is remembered under another ID as well (`names`: by fingerprint):
 * where a feed gives several comments one ID, they move up as the first rolls off.
 */
function isEdit(before: Mark | undefined, now: Mark, names: ReadonlyMap<string | null, string>): boolean {
  const [id, fingerprint, content] = now;
  if (before === undefined || before[2] === content) return false;
  return fingerprint === null || fingerprint === before[1] || !names.has(fingerprint) || names.get(fingerprint) === id;
}

/**
 * Which of `fresh` are known ones under a new ID. Asked only where most IDs are new at once (https, another guid scheme,
 * another host), or most comments have had other IDs before (a body that was cut just then, servers that disagree). Then
 * each vanished comment can come back as one: a comment that came is never swallowed by its like.
 */
function renamedOnes(
  fresh: readonly number[],
  current: readonly Mark[],
  rolledOff: readonly Mark[],
): ReadonlySet<number> {
  const renamed = new Set<number>();
  const left = new Map<string, number>();
  const count = (marks: readonly Mark[], by: number): void => {
    for (const [, name] of marks) if (name !== null) left.set(name, (left.get(name) ?? 0) + by);
  };
  count(rolledOff, 1);
  const formerlyOthers = current.filter(([, name]) => name !== null && left.has(name));
  if (!isMost(fresh, current) && !isMost(formerlyOthers, current)) return renamed;
  // Those that came back before this poll are in the feed under an ID that is known by now.
  const isFresh = new Set(fresh);
  count(
    current.filter((_, at) => !isFresh.has(at)),
    -1,
  );
  for (const at of fresh) {
    const name = current[at]?.[1] ?? null;
    if (name === null || (left.get(name) ?? 0) < 1) continue;
    left.set(name, (left.get(name) ?? 0) - 1);
    renamed.add(at);
  }
  return renamed;
}

function isMost(some: readonly unknown[], all: readonly unknown[]): boolean {
  return some.length >= 2 && some.length * 2 > all.length;
}
