/** Copy of a text, written from front to back, with pieces of it replaced; what is between them is copied at once. */
export class Rewrite {
  readonly #text: string;
  #written = '';
  /** Offset in the text up to which it is copied or replaced. */
  #done: number;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#done = from;
  }

  get written(): string {
    return this.#written;
  }

  /** True if the text before this offset was replaced, not copied. */
  isReplacedUpTo(offset: number): boolean {
    return this.#done === offset;
  }

  replace(from: number, to: number, replacement: string): void {
    this.copyTo(from);
    this.#written += replacement;
    this.#done = to;
  }

  copyTo(offset: number): void {
    if (offset <= this.#done) return;
    this.#written += this.#text.slice(this.#done, offset);
    this.#done = offset;
  }

  append(text: string): void {
    this.#written += text;
  }
}
