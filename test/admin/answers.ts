import * as v from 'valibot';
import { expect } from 'vitest';
import { documentation } from '../../scripts/openapi/documentation.ts';
import { routes } from '../../worker/admin/api/routes.ts';
import { problemShape } from '../../worker/admin/problem-shape.ts';
import { ask, bearer } from './asking.ts';

/** An answer as JSON; `null`: it has no body. */
export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  readonly headers: Headers;
};

/** Asks the API as the owner, and holds the answer against what openapi.json says of it. */
export async function call(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
  const init = { method, headers: bearer(token), ...(body === undefined ? {} : { body: bodyOf(body) }) };
  const response = await ask(path, init);
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const answer = {
    status: response.status,
    text,
    headers: response.headers,
    body: type.includes('json') ? read(text) : null,
  };
  checkAnswer(method, path, answer);
  return answer;
}

function bodyOf(body: unknown): string {
  return typeof body === 'string' && body.startsWith('<') ? body : JSON.stringify(body);
}

function read(text: string): unknown {
  return text === '' ? null : JSON.parse(text);
}

/** Holds an answer against its route's documentation: status, type, shape, and headers that all have. */
function checkAnswer(method: string, path: string, { status, body, headers, text }: Answer): void {
  const { pathname } = new URL(path, 'https://earshot.example');
  const route = routes.find((one) => one.method === method && patternOf(one.path).test(pathname));
  expect(route, `${method} ${path} is a route`).toBeDefined();
  if (route === undefined) return;
  expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff']);
  const { answers, problems } = documentation[route.id];
  if (status >= 400) {
    expect([...problems, 401, 403, 503], `${status} of ${method} ${path}: ${text}`).toContain(status);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(v.parse(problemShape, body)).toEqual(body);
    return;
  }
  const answer = answers.find((one) => one.status === status);
  expect(answer, `${status} of ${method} ${path} is documented`).toBeDefined();
  expect(headers.get('content-type')?.split(';')[0]).toBe(answer?.body?.type);
  // What a shape does not know it leaves out.
  if (answer?.body?.shape != null) expect(v.parse(answer.body.shape, body)).toEqual(body);
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/:\w+/g, '[^/]+')}$`);
}
