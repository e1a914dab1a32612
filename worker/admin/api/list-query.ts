import type { Done, RequestError } from '../operations.ts';
import type { ListQuery } from '../shapes.ts';
import type { Call } from './handler.ts';
import type { Parameter } from './routes.ts';

/** Items of a page, where the query does not say. */
const LIMIT = 50;
/** Most items of a page. */
const LONGEST = 200;

/** Longest text of a parameter: a comment's key is an address. */
const TEXT_LENGTH = 2_000;

/** Reads a list's query. `states`: those that its items may be in. Each invalid parameter is named. */
export function readListQuery({ url, parameters: allowed }: Call, states: readonly string[]): Done<ListQuery> {
  const errors: RequestError[] = [];
  const problem = (field: string, detail: string): void => {
    errors.push({ key: 'query', field, detail });
  };
  const given = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (!isAllowed(name, allowed)) problem(shown(name), `unknown; there are ${allowed.join(', ')}`);
    else if (given.has(name)) problem(name, 'is there twice');
    else if (value.length > TEXT_LENGTH) problem(name, `must be ${TEXT_LENGTH} characters at most`);
    else if (value !== '') given.set(name, value);
  }
  const limit = given.get('limit') ?? String(LIMIT);
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > LONGEST)
    problem('limit', `must be a number from 1 to ${LONGEST}`);
  const state = given.get('state') ?? null;
  if (state !== null && !states.includes(state)) problem('state', `must be one of ${states.join(', ')}`);
  if (errors.length > 0) return { ok: false, status: 422, detail: 'The query is not valid for this list.', errors };
  const textOf = (name: Parameter) => given.get(name) ?? null;
  return {
    ok: true,
    value: { limit: Number(limit), after: textOf('after'), state, feed: textOf('feed'), q: textOf('q') },
  };
}

function isAllowed(name: string, allowed: readonly string[]): boolean {
  return allowed.includes(name);
}

/** A parameter's name as it may be repeated. */
function shown(name: string): string {
  return /^[a-z_-]{1,20}$/i.test(name) ? name : '…';
}
