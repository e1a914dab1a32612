import type { ConfigFailure, ConfigIssue } from '../../config/failure.ts';
import { shownKey } from '../../config/keys.ts';
import type { Refusal, RequestError } from '../operations.ts';

/** Gives the errors of issues with a value of CONFIG. */
export function errorsOf(key: string, issues: readonly ConfigIssue[]): readonly RequestError[] {
  return issues.map(({ field, detail }) => ({ key: shownKey(key), field, detail }));
}

/** Refusal: a value is not valid. Nothing was written. */
export function invalid({ key, issues }: Pick<ConfigFailure, 'key' | 'issues'>): Refusal {
  return {
    ok: false,
    status: 422,
    detail: 'The value is not valid, and nothing is changed.',
    errors: errorsOf(key, issues),
  };
}

/** Refusal: one field of a request is not valid. */
export function invalidField(field: string | null, detail: string, key = 'body'): Refusal {
  return {
    ok: false,
    status: 422,
    detail: 'The request is not valid, and nothing is changed.',
    errors: [{ key, field, detail }],
  };
}
