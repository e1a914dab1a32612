import type { Env } from '../../env.ts';
import type { ListQuery } from '../shapes.ts';
import type { Operations } from '../operations.ts';
import type { Flash } from './flash.ts';
import type { Clock } from './time.ts';

/** Rights of who is signed in: a reader sees everything and changes nothing. */
export type Viewer = 'owner' | 'reader';

/** Facts that a page is drawn with, beside what it shows. */
export type View = Clock & {
  /** `null`: nobody is signed in. */
  readonly viewer: Viewer | null;
  readonly flash: Flash | null;
  /** The page's own path with its query, for links and forms that lead back. */
  readonly url: URL;
};

/** A request for a page by somebody who may make it. `form`: of a POST. */
export type Visit = {
  readonly request: Request;
  readonly env: Env;
  readonly operations: Operations;
  readonly params: Readonly<Record<string, string>>;
  readonly form: FormData;
  readonly view: View;
};

/** Rows of a list on one page. */
const ROWS = 50;

/** The part of a list that a page's query asks for. `states`: those that there are; others count as none. */
export function listQuery(url: URL, states: readonly string[]): ListQuery {
  const given = (name: string) => {
    const text = url.searchParams.get(name)?.trim() ?? '';
    return text === '' ? null : text;
  };
  const state = given('state');
  return {
    limit: ROWS,
    after: given('after'),
    state: state !== null && states.includes(state) ? state : null,
    feed: given('feed'),
    q: given('q'),
  };
}

/** A form's field as text without white space around it; `''` where there is none, or a file. */
export function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** All values of a form's field. */
export function fields(form: FormData, name: string): readonly string[] {
  return form.getAll(name).filter((value) => typeof value === 'string');
}

/** A form's file, or its text field of that name, as text. */
export async function textOf(form: FormData, name: string): Promise<string> {
  const value = form.get(name);
  return value === null || typeof value === 'string' ? (value ?? '').trim() : (await value.text()).trim();
}
