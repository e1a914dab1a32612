import * as v from 'valibot';
import type { Platform } from '../../worker/destination/platform.ts';

/** Says what is wrong with a platform's settings, all problems in one text. */
export function settingsIssues({ schema }: Platform, settings: unknown): string {
  const { issues = [] } = v.safeParse(schema, settings);
  return issues.map(({ message }) => message).join('\n');
}
