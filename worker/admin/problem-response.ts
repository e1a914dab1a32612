import type { RequestError } from './operations.ts';

const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** Status of an answer that is a problem. */
export type ProblemStatus = keyof typeof TITLES;

/** Headers of every answer of the API: it is of the moment, and no browser is to guess what it is. */
export const API_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

/**
 * Makes a problem+json response (RFC 9457). `detail` says what is wrong and what to do, and quotes nothing; `errors`, of
 * a 422, name the field.
 */
export function problemResponse(
  status: ProblemStatus,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
  errors: readonly RequestError[] | null = null,
): Response {
  return Response.json(
    { type: 'about:blank', title: TITLES[status], status, detail, ...(errors === null ? {} : { errors }) },
    { status, headers: { ...API_HEADERS, ...headers, 'content-type': 'application/problem+json' } },
  );
}
