/**
 * Signs with which people write emphasis in plain text (`*`, `_`, `~`): those that are open at a place of a text, for
 * places in order. None stays open over the end of a line.
 */
export class OpenEmphasis {
  readonly #text: string;
  readonly #open = new Set<string>();
  #at = 0;

  /** Begins at the text's start. */
  constructor(text: string) {
    this.#text = text;
  }

  /** The signs that are open before `place`, which is not before the last one asked for. */
  before(place: number): ReadonlySet<string> {
    for (; this.#at < place; this.#at++) this.#read();
    return this.#open;
  }

  /** Passes over what is no text: an address up to `place`. */
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
