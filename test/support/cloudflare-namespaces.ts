import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { Refused } from './refused.ts';

/** Stand-in for the namespaces of an account, with unique titles, as Cloudflare's API answers about them. */
export class Namespaces {
  /** Titles by their ids. */
  readonly titles = new Map<string, string>();
  /** Values by `<namespace's title>/<key>`. */
  readonly values = new Map<string, string>();

  list(query: URLSearchParams): unknown {
    const size = Number(query.get('per_page') ?? 20);
    const from = (Number(query.get('page') ?? 1) - 1) * size;
    return [...this.titles].map(([id, title]) => ({ id, title })).slice(from, from + size);
  }

  create(body: unknown): unknown {
    const { title } = v.parse(v.object({ title: v.string() }), body);
    if ([...this.titles.values()].includes(title))
      throw new Refused(400, 10014, 'A namespace with this account ID and title already exists.');
    const id = newId();
    this.titles.set(id, title);
    return { id, title };
  }

  #key([id = '', key = '']: readonly string[]): string {
    const title = this.titles.get(id);
    if (title === undefined) throw new Refused(404, 10013, 'Namespace not found.');
    return `${title}/${key}`;
  }

  keys(id = ''): unknown {
    const prefix = this.#key([id]);
    return [...this.values.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => ({ name: key.slice(prefix.length) }));
  }

  /** Values as the API has them for many keys at once; it takes 100. */
  bulkGet(id: string | undefined, body: unknown): unknown {
    const { keys } = v.parse(v.object({ keys: v.pipe(v.array(v.string()), v.maxLength(100)) }), body);
    return {
      values: Object.fromEntries(keys.map((key) => [key, this.values.get(this.#key([id ?? '', key])) ?? null])),
    };
  }

  bulkPut(id: string | undefined, body: unknown): unknown {
    const entries = v.parse(v.array(v.object({ key: v.string(), value: v.string() })), body);
    for (const { key, value } of entries) this.put([id ?? '', key], value);
    return { successful_key_count: entries.length, unsuccessful_keys: [] };
  }

  bulkRemove(id: string | undefined, body: unknown): unknown {
    const keys = v.parse(v.array(v.string()), body);
    for (const key of keys) this.remove([id ?? '', key]);
    return { successful_key_count: keys.length, unsuccessful_keys: [] };
  }

  value(params: readonly string[]): string {
    const value = this.values.get(this.#key(params));
    if (value === undefined) throw new Refused(404, 10009, 'Key not found.');
    return value;
  }

  put(params: readonly string[], value: string): null {
    this.values.set(this.#key(params), value);
    return null;
  }

  remove(params: readonly string[]): null {
    this.values.delete(this.#key(params));
    return null;
  }
}

/** Gives an id as the API has them. */
export function newId(): string {
  return randomBytes(16).toString('hex');
}
