import type { PlannedOffer, Taken } from '../../worker/rules/watch.ts';
import type { Blog, Served, Written } from './blog.ts';

/** What a run comes to, in comments, notices and requests. */
export type Score = {
  /** Comments that people should have been told of. */
  readonly want: number;
  /** Of those, told to nobody though they are still there, or an answer showed them. */
  readonly lost: number;
  /** Of those lost, the ones that stood on a page that was read. */
  readonly shown: number;
  /** Of those lost, the ones that no `feed.gap` covers. */
  readonly silent: number;
  /** Of those lost, held by mistake. */
  readonly held: number;
  /** Comments told under a second key, or once more after they were accepted. */
  readonly repeat: number;
  /** Comments told though they were there before the watch began. */
  readonly old: number;
  /** Told, of those that came in bulk from another system. */
  readonly imported: number;
  /** Edits told where nothing was edited, or of another comment. */
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

/** The receiver of all messages, who knows what is true: every key that it was offered, as an Outbox would keep it. */
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

  /** Of the first answer that is taken: what is there was there before. */
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

  /** The pages of an answer. Of a whole one page 1 has the texts that people should have. */
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

/** The digest of an empty text is the one that the reader of feeds gives it; others are as good as their texts. */
export function digestOf(text: string): string {
  return text === '' ? '47DEQpj8HBSa' : text;
}
