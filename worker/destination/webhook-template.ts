import * as v from 'valibot';
import type { Message } from '../model.ts';
import { compileRaw, fill } from './content/template.ts';

/** Most levels of lists and objects in each other. */
const DEPTH = 32;

/** Longest template, in characters of JSON. */
const LENGTH = 16_000;

/** Field `template` of a webhook: any JSON value, in whose strings placeholders may stand. Names of fields stay as they are. */
export const webhookTemplate = v.optional(
  v.pipe(
    v.unknown(),
    v.rawCheck<unknown>(({ dataset, addIssue }) => {
      const [message = sizeProblem(dataset.value)] = problemsOf(dataset.value, DEPTH);
      if (message !== null) addIssue({ message });
    }),
    v.description(
      'Body to send instead of Earshot’s own: any JSON, with {{title}}, {{comment.text}} and the like in it.',
    ),
  ),
);

/**
 * The body that a template makes of a message. A value is text in it always, and none is `""`, also where a string is
 * one placeholder alone: so no field of a receiver's has another type in one message than in the next.
 */
export function templatedBody(template: unknown, message: Message): string {
  return JSON.stringify(filled(template, message));
}

function filled(value: unknown, message: Message): unknown {
  if (typeof value === 'string') {
    const template = compileRaw(value);
    if (!template.ok) throw new RangeError(template.detail);
    return fill(template.value, message);
  }
  if (Array.isArray(value)) return value.map((item) => filled(item, message));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filled(item, message)]));
}

function problemsOf(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') {
    const template = compileRaw(value);
    return template.ok ? [] : [template.detail];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (depth === 0) return [`must be nested ${DEPTH} levels deep at most`];
  return Object.values(value).flatMap((item) => problemsOf(item, depth - 1));
}

function sizeProblem(value: unknown): string | null {
  return JSON.stringify(value).length <= LENGTH ? null : `must be ${LENGTH} characters at most`;
}
