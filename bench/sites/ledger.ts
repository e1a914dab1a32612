import type { PlannedOffer, Taken } from '../../worker/rules/plan.ts';
import type { Blog, Served, Written } from './blog.ts';

/** Counts of one run: comments, notices and requests. */
export type Score = {
  /** Comments that should have been delivered. */
  readonly want: number;
  /** Of `want`: not delivered, though they still exist or an answer showed them. */
  readonly lost: number;
  /** Of `lost`: on a page that was read. */
  readonly shown: number;
  /** Of `lost`: covered by no `feed.gap`. */
  readonly silent: number;
  /** Of `lost`: held by mistake. */
  readonly held: number;
  /** Comments delivered under a second key, or again after they were accepted. */
  readonly repeat: number;
  /** Comments delivered though they existed before the watch began. */
  readonly old: number;
  /** Imported comments that were delivered. */
  readonly imported: number;
  /** Edits reported where nothing was edited, or of another comment. */
  readonly falseEdits: number;
  readonly lostEdits: number;
  readonly trueGaps: number;
  readonly falseGaps: number;
  /** Requests for older pages. */
  readonly older: number;
  readonly now: number;
  readonly hourly: number;
  readonly learned: number;
};

type Row = { readonly n: number; readonly held: boolean; content: string; text: string };

/** Stand-in for the Outbox that knows the truth about the site: keeps every key that it was offered. */
export class Ledger {
  older = 0;
  readonly writes = { now: 0, hourly: 0 };
  readonly #blog: Blog;
  readonly #rows = new Map<string, Row>();
  readonly #told = new Set<number>();
  readonly #held = new Set<number>();
  readonly #committed = new Set<string>();
  readonly #served = new Set<number>();
  readonly #gaps: { readonly since: number; readonly at: number }[] = [];
  #startedAt = 0;
  #before: ReadonlySet<number> = new Set();
  #last: readonly Served[] = [];
  #repeat = 0;
  #falseEdits = 0;
  #trueGaps = 0;
  #learned = 0;

  constructor(blog: Blog) {
    this.#blog = blog;
  }

  /** Marks the first accepted answer: comments that exist now existed before the watch. */
  begin(): void {
    if (this.#startedAt > 0) return;
    this.#startedAt = this.#blog.now;
    this.#before = new Set(this.#blog.visible().map(({ n }) => n));
  }

  offer({ type, key, content, hold }: PlannedOffer, { n }: Served): void {
    const row = this.#rows.get(key);
    const text = this.#blog.all[n]?.text ?? '';
    if (type === 'comment.updated') {
      if (row === undefined || row.n !== n || (row.text === text && row.content !== content)) this.#falseEdits++;
      if (row !== undefined) Object.assign(row, { content, text });
    } else if (row === undefined || (row.held && hold === null)) {
      this.#rows.set(key, { n, held: hold !== null, content, text });
      if (hold !== null) this.#held.add(n);
      else if (this.#told.has(n)) this.#repeat++;
      else this.#told.add(n);
    } else if (this.#committed.has(key) && row.n === n) {
      this.#repeat++;
    }
  }

  commit({ offers, gap, learned }: Taken): void {
    for (const { key } of offers) this.#committed.add(key);
    if (learned) this.#learned++;
    if (gap === null) return;
    const isTrue = this.#wanted().some(({ n, shownFrom }) => !this.#told.has(n) && shownFrom > gap.since);
    if (isTrue) this.#trueGaps++;
    this.#gaps.push({ since: gap.since, at: this.#blog.now });
  }

  /** Records the pages of an answer. Page 1 of a whole one has the texts that should have been delivered last. */
  showed(pages: readonly (readonly Served[])[], isWhole: boolean): void {
    for (const { n } of pages.flat()) this.#served.add(n);
    if (isWhole) this.#last = pages[0] ?? [];
  }

  score(): Score {
    const wanted = this.#wanted();
    const lost = wanted.filter(({ n, gone }) => (!gone || this.#served.has(n)) && !this.#told.has(n));
    const rows = new Map([...this.#rows.values()].map((row) => [row.n, row]));
    return {
      want: wanted.length,
      lost: lost.length,
      shown: lost.filter(({ n }) => this.#served.has(n)).length,
      silent: lost.filter(({ shownFrom }) => !this.#gaps.some(({ since, at }) => since < shownFrom && shownFrom <= at))
        .length,
      held: lost.filter(({ n }) => this.#held.has(n)).length,
      repeat: this.#repeat,
      old: [...this.#told].filter((n) => this.#before.has(n)).length,
      imported: [...this.#told].filter((n) => this.#blog.all[n]?.imported === true).length,
      falseEdits: this.#falseEdits,
      lostEdits: this.#last.filter(({ n, text }) => {
        const row = rows.get(n);
        return row !== undefined && row.text !== this.#blog.all[n]?.text && row.content !== digestOf(text);
      }).length,
      trueGaps: this.#trueGaps,
      falseGaps: this.#gaps.length - this.#trueGaps,
      older: this.older,
      ...this.writes,
      learned: this.#learned,
    };
  }

  #wanted(): readonly Written[] {
    return this.#blog.all.filter(({ n, shownFrom, hidden, imported }) => {
      const isShown = shownFrom > this.#startedAt && shownFrom <= this.#blog.now;
      return isShown && !hidden && !imported && !this.#before.has(n);
    });
  }
}

/** Digest of a text: that of the feed reader for an empty one, else the text itself. */
export function digestOf(text: string): string {
  return text === '' ? '47DEQpj8HBSa' : text;
}
