import { digest } from '../message.ts';

/** Texts of which the digests are kept: some 300 bytes each. */
const KEPT = 10_000;

/** Digests of texts that every poll asks for again: what is computed once is not waited for any more. */
export class KeptDigests {
  readonly #bytes: number | undefined;
  readonly #digests = new Map<string, string>();

  /** `bytes`: of each digest; left out: as many as `digest` gives. */
  constructor(bytes?: number) {
    this.#bytes = bytes;
  }

  /** The digest of a text. */
  async of(text: string): Promise<string> {
    const known = this.#digests.get(text);
    if (known !== undefined) return known;
    const made = await digest(text, this.#bytes);
    if (this.#digests.size >= KEPT) this.#digests.clear();
    this.#digests.set(text, made);
    return made;
  }
}

/** Digests of URLs that are polled. They are the isolate's, which outlives its objects. */
export const urlDigests = new KeptDigests();
