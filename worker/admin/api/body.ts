import * as v from 'valibot';
import type { Done, Refusal } from '../operations.ts';

/** Most bytes of a request's body: a document of thousands of feeds. */
const BODY_BYTES = 1024 * 1024;

/** Reads a request's body as text, UTF-8, no more than it may hold. */
export async function readText(request: Request): Promise<Done<string>> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let text = '';
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > BODY_BYTES) return badRequest('The body is over 1 MiB: send less at once.');
      text += decoder.decode(chunk, { stream: true });
    }
    return { ok: true, value: text + decoder.decode() };
  } catch {
    return badRequest('The body is no UTF-8 text, or broke off.');
  }
}

/** Reads a request's body as JSON. */
export async function readJson(request: Request): Promise<Done<unknown>> {
  const text = await readText(request);
  if (!text.ok) return text;
  try {
    return { ok: true, value: JSON.parse(text.value) };
  } catch {
    return badRequest('The body is no valid JSON.');
  }
}

/** Reads a request's body as JSON of a shape; each invalid field is named. */
export async function readShape<T>(request: Request, shape: v.GenericSchema<unknown, T>): Promise<Done<T>> {
  const body = await readJson(request);
  if (!body.ok) return body;
  const parsed = v.safeParse(shape, body.value);
  if (parsed.success) return { ok: true, value: parsed.output };
  const errors = parsed.issues.map((issue) => ({ key: 'body', field: v.getDotPath(issue), detail: wordsOf(issue) }));
  return { ok: false, status: 422, detail: 'The body does not have the fields that belong there.', errors };
}

/** Says what a field must be, and never what it was: that may be a credential. */
function wordsOf(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === 'never') return 'unknown field';
  if (issue.received === 'undefined') return 'missing';
  // Those are our own words; the others' would repeat what was received.
  if (issue.type === 'custom' || issue.type === 'union') return issue.message;
  return `must be ${issue.expected ?? 'something else'}`;
}

function badRequest(detail: string): Refusal {
  return { ok: false, status: 400, detail };
}
