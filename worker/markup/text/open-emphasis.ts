/** Tracks which signs of plain-text emphasis (`*`, `_`, `~`) are open while a text is read. A line's end closes all. */
export class OpenEmphasis {
  readonly #text: string;
  readonly #open = new Set<string>();
  #at = 0;

  /** Starts at the beginning of the text. */
  constructor(text: string) {
    this.#text = text;
  }

  /** Signs that are open before `place`. Calls must have ascending places. */
  before(place: number): ReadonlySet<string> {
    for (; this.#at < place; this.#at++) this.#read();
    return this.#open;
  }

  /** Skips an address, which ends at `place`. */
  pass(place: number): void {
    this.#at = place;
  }

  #read(): void {
    const sign = this.#text.charAt(this.#at);
    if (sign === '\n') this.#open.clear();
    if (sign !== '*' && sign !== '_' && sign !== '~') return;
    const [before, behind] = [this.#text.charAt(this.#at - 1), this.#text.charAt(this.#at + 1)];
    if (this.#open.has(sign)) {
      if (!isSpace(before) && !isWord(behind)) this.#open.delete(sign);
    } else if (!isWord(before) && !isSpace(behind)) {
      this.#open.add(sign);
    }
  }
}

function isSpace(character: string): boolean {
  return /^\s?$/.test(character);
}

function isWord(character: string): boolean {
  return /^[\p{L}\p{N}]$/u.test(character);
}
