import type { Env } from '../../env.ts';
import type { Role } from '../auth.ts';
import type { Done, Operations, Refusal } from '../operations.ts';
import { API_HEADERS, problemResponse } from '../problem-response.ts';
import type { Parameter } from './routes.ts';

/** A request that may be made, with everything that answers it. */
export type Call = {
  readonly request: Request;
  readonly url: URL;
  /** Of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Parameters that the route takes in its query. */
  readonly parameters: readonly Parameter[];
  readonly env: Env;
  readonly operations: Operations;
  readonly role: Role;
  /** ms since the epoch. */
  readonly now: number;
};

/** Answers a request of one route. */
export type Handler = (call: Call) => Promise<Response>;

/** Makes the response of a value, as JSON. */
export function jsonResponse(value: unknown, status = 200): Response {
  return Response.json(value, { status, headers: API_HEADERS });
}

/** Makes the response of an operation: its value as JSON, or the problem. */
export function answer<T>(done: Done<T>, status = 200): Response {
  return done.ok ? jsonResponse(done.value, status) : refusalResponse(done);
}

/** Makes the response of an operation that leaves nothing to be shown. */
export function emptyAnswer(done: Done<null>): Response {
  return done.ok ? new Response(null, { status: 204, headers: API_HEADERS }) : refusalResponse(done);
}

/** Makes the response of an operation that was refused. */
export function refusalResponse({ status, detail, errors }: Refusal): Response {
  return problemResponse(status, detail, {}, errors ?? null);
}

/** The parameter of a path; its route's pattern has it. */
export function param({ params }: Call, name: string): string {
  return params[name] ?? '';
}
