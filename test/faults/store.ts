type Entry = { readonly at: number; readonly value: string | null; readonly metadata: object | null };

/** Contents of KV with their past: other places see a change, absence included, only later. */
export class Store {
  readonly #history = new Map<string, Entry[]>();

  /** `metadata`: beside it, where our own tools write it. */
  write(key: string, value: string | null, at: number, metadata: object | null = null): void {
    this.#history.set(key, [...(this.#history.get(key) ?? []), { at, value, metadata }]);
  }

  /** The value as it was at that time, and its metadata. */
  entry(key: string, at: number): Pick<Entry, 'value' | 'metadata'> {
    return this.#history.get(key)?.findLast((entry) => entry.at <= at) ?? { value: null, metadata: null };
  }

  /** The value as it was at that time. */
  read(key: string, at: number): string | null {
    return this.entry(key, at).value;
  }

  /** Every value that anybody may have read in that span, both ends included. */
  between(key: string, from: number, to: number): readonly (string | null)[] {
    const later = this.#history.get(key)?.filter(({ at }) => at > from && at <= to) ?? [];
    return [this.read(key, from), ...later.map(({ value }) => value)];
  }

  /** The keys behind `prefix` that there were at that time, without it. */
  names(prefix: string, at: number): readonly string[] {
    const keys = [...this.#history.keys()].filter((key) => key.startsWith(prefix) && this.read(key, at) !== null);
    return keys.map((key) => key.slice(prefix.length));
  }
}
