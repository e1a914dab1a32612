import { localPath, pathOf, redirect } from './answer.ts';
import { DOCS, show } from './document.ts';
import { html, type Html } from '../../html.ts';
import { fieldOf, hidden, postForm } from './part/form.ts';
import { type PageContext, type PageRequest, type PageRoute, readForm, viewOf } from './route.ts';
import { field, type View } from './visit.ts';

/** Longest form of a sign-in, bytes: anybody can send one. */
const FORM = 8_192;

function notConfigured(): Html {
  return html`<h1>Nobody can sign in yet</h1>
    <p>These pages are shut until this Worker has a secret <code>ADMIN_TOKEN</code> of at least 16 characters:</p>
    <pre class="code">
openssl rand -hex 24 | tee admin-token.txt
npx wrangler secret put ADMIN_TOKEN &lt; admin-token.txt</pre>
    <p>
      Then <a href="/sign-in">open this page again</a>. <a href="${DOCS}#readme" rel="noreferrer">More about it</a>
    </p>`;
}

function signInForm(next: string, problem: string | null): Html {
  return html`<h1>Sign in</h1>
    ${problem !== null && html`<p class="callout bad" role="alert">${problem}</p>`}
    ${postForm(
      '/sign-in',
      html`${hidden({ next })}
        ${fieldOf({
          name: 'token',
          label: 'Token',
          type: 'password',
          isRequired: true,
          autocomplete: 'current-password',
          hint: html`The Worker’s secret <code>ADMIN_TOKEN</code>, or <code>READ_TOKEN</code> to look alone.`,
        })}
        <p class="actions"><button class="primary">Sign in</button></p>`,
    )}`;
}

function answer(view: View, context: PageContext, next: string, problem: string | null, status: number): Response {
  const isConfigured = context.access.isConfigured;
  const main = html`<div class="alone">${isConfigured ? signInForm(next, problem) : notConfigured()}</div>`;
  return show({ ...view, flash: null }, { title: 'Sign in', main }, isConfigured ? status : 503);
}

const open = async (request: PageRequest, context: PageContext): Promise<Response> => {
  const view = viewOf(request, context);
  const next = localPath(view.url.searchParams.get('next'), view.url.origin);
  if (view.viewer !== null) return redirect(next);
  const code = view.url.searchParams.get('code');
  if (code === null) return answer(view, context, next, null, 200);
  const cookie = await context.access.signInByCode(code);
  if (cookie !== null) return redirect(next, { 'set-cookie': cookie });
  return answer(view, context, next, 'That link has been used. Each npm start prints another one.', 401);
};

const submit = async (request: PageRequest, context: PageContext): Promise<Response> => {
  const view = viewOf(request, context);
  const form = await readForm(request, view, context, FORM);
  if (form instanceof Response) return form;
  const next = localPath(field(form, 'next'), view.url.origin);
  if (!context.access.isConfigured) return answer(view, context, next, null, 503);
  const cookie = await context.access.signIn(field(form, 'token'));
  if (cookie !== null) return redirect(next, { 'set-cookie': cookie });
  const problem = 'That is not the token. It is what you gave to “wrangler secret put ADMIN_TOKEN”.';
  return answer(view, context, next, problem, 401);
};

const leave = async (request: PageRequest, context: PageContext): Promise<Response> => {
  const view = viewOf(request, context);
  // Nothing is ended, and nobody told more than any other page tells strangers.
  if (view.viewer === null) return redirect(pathOf(['sign-in']));
  const form = await readForm(request, view, context, FORM);
  return form instanceof Response ? form : redirect(pathOf(['sign-in']), { 'set-cookie': context.access.signOut });
};

/** The way in and out. */
export const signInRoutes: readonly PageRoute[] = [
  { method: 'GET', path: '/sign-in', handler: open },
  { method: 'POST', path: '/sign-in', handler: submit },
  { method: 'POST', path: '/sign-out', handler: leave },
];
