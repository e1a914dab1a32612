import type { Failure, Result } from '../model.ts';
import { type ConfigValue, fieldsOfValue, valueOfText } from './config-value.ts';
import type { ConfigIssue } from './failure.ts';
import { isMask, maskText, maskWhole } from './mask.ts';
import { type Fields, isFields, shownField } from './value.ts';

/** Masks that stand for nothing: each issue with its field. */
export type MaskFailure = Failure<'mask'> & { readonly issues: readonly ConfigIssue[] };

const DETAIL = 'is masked, and no such value is stored there: give the credential itself, or secret:NAME';

/**
 * Gives a value with each mask replaced by what is stored there with that ending (in a list, anywhere in it); `stored`
 * `null`: nothing is. A mask that fits nothing stored is an issue.
 */
export function unmask(given: ConfigValue, stored: string | null): Result<ConfigValue, MaskFailure> {
  const issues: ConfigIssue[] = [];
  const value = restoredValue(given, stored, issues);
  if (issues.length === 0) return { ok: true, value };
  return { ok: false, reason: 'mask', detail: DETAIL, issues };
}

function restoredValue(shown: ConfigValue, stored: string | null, issues: ConfigIssue[]): ConfigValue {
  // JSON of an object within a text is that object where it is read: masks in it would be stored as credentials.
  const given = typeof shown === 'string' ? valueOfText(shown) : shown;
  const value = stored === null ? {} : valueOfText(stored);
  const fields = fieldsOfValue(value);
  if (typeof given !== 'string') return restoredFields(given, fields, '', issues);
  // What cannot be read is masked as a whole; a value that became a bare URL has its field's mask.
  if (stored !== null && given === maskText(stored)) return value;
  const url = restored(given, [own(fields, 'url')], null, issues);
  return typeof url === 'string' ? url : given;
}

/** Restores a value whose place has the first of the stored ones; a mask may stand for any of them. */
function restored(
  given: unknown,
  [stored, ...others]: readonly unknown[],
  field: string | null,
  issues: ConfigIssue[],
): unknown {
  if (typeof given === 'string' && isMask(given)) {
    const candidates = [...(Array.isArray(stored) ? stored : [stored]), ...others];
    const found = candidates.find((one) => isMaskable(one) && (one === given || maskWhole(one) === given));
    if (found === undefined) issues.push({ field, detail: DETAIL });
    return found ?? given;
  }
  if (Array.isArray(given)) {
    // In its own place first: two of a list may have the same ending.
    const list: readonly unknown[] = Array.isArray(stored) ? stored : [stored];
    return given.map((item, at) => restored(item, [list[at], ...list], `${field}.${at}`, issues));
  }
  return isFields(given) ? restoredFields(given, isFields(stored) ? stored : {}, `${field}.`, issues) : given;
}

function restoredFields(given: Fields, stored: Fields, path: string, issues: ConfigIssue[]): Fields {
  return Object.fromEntries(
    Object.entries(given).map(([name, item]) => [
      name,
      restored(item, [own(stored, name)], path + shownField(name), issues),
    ]),
  );
}

function isMaskable(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'boolean';
}

function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
