import { NAME } from './fields.ts';

/** Longest name of a feed. */
const LENGTH = 64;

/** A feed to be named. */
export type Nameless = { readonly url: string; readonly title: string | null };

/** Makes a function that gives each feed a name that nothing has yet: of its title, else of its host. */
export function feedNamer(taken: Iterable<string>): (feed: Nameless) => string {
  const names = new Set(taken);
  /** The number behind the last name of each kind: a list may have thousands that are called "Comments". */
  const numbers = new Map<string, number>();
  return ({ url, title }) => {
    const host = URL.parse(url)?.hostname.replace(/^www\./, '') ?? '';
    const base = [slug(title ?? ''), slug(host)].find((one) => NAME.test(one)) ?? 'feed';
    let name = base;
    for (let number = (numbers.get(base) ?? 1) + 1; names.has(name); number++) {
      const end = `-${number}`;
      name = base.slice(0, LENGTH - end.length) + end;
      numbers.set(base, number);
    }
    names.add(name);
    return name;
  };
}

/** The text in the characters that names have: without accents, and `-` for all others. */
function slug(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const name = plain.replaceAll(/[^a-z0-9._-]+/g, '-').replace(/^[^a-z0-9]+/, '');
  return name.slice(0, LENGTH).replace(/[^a-z0-9]+$/, '');
}
