import type { Route } from '../../worker/admin/api/routes.ts';
import { routes } from '../../worker/admin/api/routes.ts';
import { VERSION } from '../../worker/version.ts';
import type { Answer, Body } from './bodies.ts';
import { documentation } from './documentation.ts';
import { messages } from './message-shapes.ts';
import { parameterName, parameters } from './parameters.ts';
import { schemas } from './schemas.ts';

type Json = Record<string, unknown>;

const DESCRIPTION =
  'The admin API of an Earshot. Instants are ISO 8601, UTC; `null`: there is none, or it is not known. Every problem is problem+json (RFC 9457). Fields are only ever added.';

/** Meaning of each problem's status. */
const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The body is too large, or no JSON.',
  401: 'There is no token, or it is wrong.',
  403: 'The token is READ_TOKEN, or a page of another site asks.',
  404: 'There is no such thing.',
  409: 'It does not go with what is there.',
  422: 'A field is not valid: `errors` names each.',
  503: 'ADMIN_TOKEN is not set, or a part of Cloudflare does not answer: `detail` says what to do.',
};

/** The description of the API and of the messages that webhooks get: OpenAPI 3.1.0. */
export function openApi(): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Earshot', version: VERSION, description: DESCRIPTION, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { signIn: [] }],
    paths,
    webhooks: Object.fromEntries(messages.map(({ type, when }) => [type, { post: webhookOf(type, when) }])),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'ADMIN_TOKEN, or READ_TOKEN to look alone.' },
        signIn: { type: 'apiKey', in: 'cookie', name: '__Host-earshot', description: 'The sign-in of the pages.' },
      },
      parameters: parameters(),
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, when]) => [`Problem${status}`, problem(when)]),
      ),
      schemas: schemas(),
    },
  };
}

function operationOf(route: Route & { readonly id: keyof typeof documentation }): Json {
  const { id, path, method, access, query = [] } = route;
  const { summary, description, request, answers, problems } = documentation[id];
  const isOpen = access === 'open';
  const statuses = [
    ...problems,
    ...(isOpen ? [] : [401]),
    ...(method === 'GET' && access !== 'owner' ? [] : [403]),
    503,
  ];
  const named = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const given = [...named.map((name) => `path-${name}`), ...query.map((name) => parameterName(route, name))];
  return {
    operationId: id,
    tags: [tagOf(path)],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(isOpen ? { security: [] } : {}),
    ...(given.length === 0 ? {} : { parameters: given.map((name) => ({ $ref: `#/components/parameters/${name}` })) }),
    ...(request === undefined ? {} : { requestBody: { required: true, content: contentOf(request) } }),
    responses: {
      ...Object.fromEntries(answers.map((answer) => [answer.status, responseOf(answer)])),
      ...Object.fromEntries(
        [...new Set(statuses)].map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
      ),
    },
  };
}

function tagOf(path: string): string {
  if (path.startsWith('/api/feeds')) return 'Feeds';
  if (path.startsWith('/api/destinations')) return 'Destinations';
  return path === '/api/config' || path === '/api/opml' ? 'Configuration' : 'Earshot';
}

function responseOf({ when, body }: Answer): Json {
  return { description: when, ...(body === null ? {} : { content: contentOf(body) }) };
}

function contentOf({ schema, type, shape }: Body): Json {
  const isText = shape === null && !type.endsWith('json');
  return { [type]: { schema: isText ? { type: 'string' } : { $ref: `#/components/schemas/${schema}` } } };
}

function problem(when: string): Json {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description: when, content: { 'application/problem+json': { schema } } };
}

function webhookOf(type: string, when: string): Json {
  return {
    operationId: type,
    tags: ['Messages'],
    summary: when,
    security: [],
    parameters: [
      header('webhook-id', 'The message’s id: the same however often it is tried.'),
      header('webhook-timestamp', 'Seconds since the epoch, of this attempt.'),
      header(
        'webhook-signature',
        '`v1,` and a base64 HMAC-SHA-256, as Standard Webhooks says; several during a rotation.',
      ),
    ],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${type}` } } },
    },
    responses: {
      '2XX': {
        description: 'It is delivered. Any other answer, or none in 15 seconds, means that it is sent again later.',
      },
    },
  };
}

function header(name: string, description: string): Json {
  return { name, in: 'header', required: true, description, schema: { type: 'string' } };
}
