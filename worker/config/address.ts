import { type ConfigIssue, topOf } from './failure.ts';
import type { Fields, Secrets } from './value.ts';

/** Asks the URL policy about the URL in a field with which nothing else is wrong. */
export function checkUrl(
  fields: Fields,
  field: string,
  problemOf: (url: string, allowPrivate: boolean) => string | null,
  secrets: Secrets,
  issues: ConfigIssue[],
): void {
  const url = fields[field];
  if (typeof url !== 'string' || issues.some((issue) => topOf(issue) === field)) return;
  const detail = problemOf(url, secrets('ALLOW_PRIVATE_NETWORK') === 'true');
  if (detail !== null) issues.push({ field, detail });
}
