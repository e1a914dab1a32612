import type { Failure } from '../model.ts';
import { keyProblem, shownKey } from './keys.ts';

/** One issue in a value of CONFIG. `field`: its path in the value; `null`: the value or its key as a whole. */
export type ConfigIssue = {
  readonly field: string | null;
  readonly detail: string;
  /** True: a secret is missing, which counts only where the Worker's secrets are known. */
  readonly isSecretMissing?: true;
};

/**
 * All issues of a value of CONFIG, in words for the person who wrote it; they never repeat the value. `key` is as it may
 * be shown, `field` the first issue's; `detail` says what is wrong with that one, and then with the others.
 */
export type ConfigFailure = Failure<'config'> & {
  readonly key: string;
  readonly field: string | null;
  readonly issues: readonly ConfigIssue[];
};

/** Issues that `detail` spells out: who has more than that pasted the wrong thing. */
const SPELLED_OUT = 10;

/** The failure of a value with these issues (one at least). */
export function configFailure(key: string, issues: readonly ConfigIssue[]): ConfigFailure {
  const [first = { field: null, detail: 'is not valid' }] = issues;
  // Of several list entries with the same issue, one is enough for a reader.
  const said = issues.filter(
    (issue, at) => at === issues.findIndex((one) => topOf(one) === topOf(issue) && one.detail === issue.detail),
  );
  const others = said.slice(1, SPELLED_OUT).map(reasonOf);
  const left = said.length - SPELLED_OUT;
  const detail = [first.detail, ...others, ...(left > 0 ? [`and ${left} more`] : [])].join('; ');
  return { ok: false, reason: 'config', detail, key: shownKey(key), field: first.field, issues };
}

/** Adds the issue of a key that no feed or destination can have; there is nothing to be read of its value. */
export function misnamed(key: string, issues: ConfigIssue[]): null {
  issues.push({ field: null, detail: keyProblem(key) });
  return null;
}

/** The first issue's field and what is wrong, as one sentence names both. */
export function reasonOf({ field, detail }: ConfigIssue): string {
  return field === null ? detail : `${field}: ${detail}`;
}

/** The field of the value itself in which an issue lies. */
export function topOf({ field }: ConfigIssue): string | null {
  return field?.split('.')[0] ?? null;
}
