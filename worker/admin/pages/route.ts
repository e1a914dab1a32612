import type { Env } from '../../env.ts';
import type { Operations, Refusal } from '../operations.ts';
import { pathOf, redirect } from './answer.ts';
import { show } from './document.ts';
import { flashOf } from './flash.ts';
import { html } from '../../html.ts';
import { knownZone } from './time.ts';
import type { View, Viewer, Visit } from './visit.ts';

/** Rights of a request, and the ways to get some: auth.ts knows how. */
export type PageAccess = {
  readonly viewer: Viewer | null;
  /** False: ADMIN_TOKEN is not set, so that nobody can sign in. */
  readonly isConfigured: boolean;
  /** True if the request comes from a page of ours. */
  readonly isOwn: boolean;
  /** Gives the `set-cookie` of who has that token; `null`, after a second: it opens nothing. */
  readonly signIn: (token: string) => Promise<string | null>;
  /** The same for the one-time code of a local run's link, at once. */
  readonly signInByCode: (code: string) => Promise<string | null>;
  /** The `set-cookie` that ends it. */
  readonly signOut: string;
};

/** All that pages need beside the request. */
export type PageContext = {
  readonly env: Env;
  readonly operations: Operations;
  readonly access: PageAccess;
  readonly now: number;
};

/** Request with the parts of its path, as the router has cut it. */
export type PageRequest = Request & { readonly params?: Readonly<Record<string, string | undefined>> };

/** Route of a page: `path` as itty-router reads it. */
export type PageRoute = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly handler: (request: PageRequest, context: PageContext) => Promise<Response>;
};

/** Longest form, bytes: a configuration of ten thousand feeds has about 2 MB. */
const FORM = 8 * 2 ** 20;

/** View of a request; nothing of it is checked. */
export function viewOf(request: Request, { access, now }: PageContext): View {
  const url = new URL(request.url);
  const zone = knownZone(request.cf?.timezone);
  return { now, zone, viewer: access.viewer, url, flash: access.viewer === null ? null : flashOf(url) };
}

/** A refusal's own words for it speak to programs. */
const NOT_THERE = 'There is nothing of that name here. It may have been renamed or deleted.';

/** Answers with a page that says what is wrong. */
export function showRefusal(view: View, { status, detail }: Pick<Refusal, 'detail'> & { status: number }): Response {
  const title = status === 404 ? 'Not there' : status === 403 ? 'Not allowed' : 'That did not work';
  const main = html`<h1>${title}</h1>
    <p class="lead">${status === 404 ? NOT_THERE : detail}</p>
    <p><a href="/">Back to the overview</a></p>`;
  return show({ ...view, flash: null }, { title, main }, status);
}

const OTHER_SITE = 'This form was not sent by a page of this Earshot. Open the page again, and repeat it there.';

/** Reads a form of a page of ours; a response: it is none, or is not to be believed. */
export async function readForm(
  request: Request,
  view: View,
  { access }: PageContext,
  limit = FORM,
): Promise<FormData | Response> {
  if (!access.isOwn) return showRefusal(view, { status: 403, detail: OTHER_SITE });
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  const type = request.headers.get('content-type') ?? '';
  if (!/^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type))
    return showRefusal(view, { status: 400, detail: 'A form was expected.' });
  // Browsers send a form's length always.
  if (!(length <= limit)) return showRefusal(view, { status: 413, detail: 'That is too large for one form.' });
  try {
    return await request.formData();
  } catch {
    return showRefusal(view, { status: 400, detail: 'The form did not come whole. Send it again.' });
  }
}

/** Decodes a part of a path; `null`: it is broken. */
function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

async function visit(request: PageRequest, context: PageContext): Promise<Visit | Response> {
  const view = viewOf(request, context);
  const isPost = request.method === 'POST';
  if (view.viewer === null)
    return redirect(pathOf(['sign-in'], { next: isPost ? null : view.url.pathname + view.url.search }));
  if (isPost && view.viewer !== 'owner')
    return showRefusal(view, {
      status: 403,
      detail: 'You are signed in to read. Sign in with ADMIN_TOKEN to change it.',
    });
  const params: Record<string, string> = {};
  for (const [name, part] of Object.entries(request.params ?? {})) {
    const decoded = decode(part ?? '');
    if (decoded === null) return showRefusal(view, { status: 404, detail: 'There is nothing at this address.' });
    params[name] = decoded;
  }
  const form = isPost ? await readForm(request, view, context) : new FormData();
  if (form instanceof Response) return form;
  return { request, env: context.env, operations: context.operations, params, form, view };
}

/** Makes a route for who is signed in: to read, or (POST) to change. */
export function route(
  method: PageRoute['method'],
  path: string,
  answer: (visit: Visit) => Promise<Response>,
): PageRoute {
  return {
    method,
    path,
    handler: async (request, context) => {
      const made = await visit(request, context);
      return made instanceof Response ? made : answer(made);
    },
  };
}
