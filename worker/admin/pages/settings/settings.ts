import type { Refusal } from '../../operations.ts';
import { VERSION } from '../../../version.ts';
import { fileResponse, pathOf, redirect } from '../answer.ts';
import { DOCS, show } from '../document.ts';
import { NO_ACTION } from '../feed/change-feed.ts';
import { html, type Html, quoted } from '../../../html.ts';
import { factList } from '../part/facts.ts';
import { actionButton, fieldOf, hidden, refusalNote } from '../part/form.ts';
import { showRefusal } from '../route.ts';
import { seal, unseal } from '../seal.ts';
import { field, textOf, type Visit } from '../visit.ts';

function importForms(): Html {
  return html`<form method="post" action="/settings" enctype="multipart/form-data">
      <h3>earshot.json</h3>
      <p>Takes the place of all feeds and destinations. What would change is shown first.</p>
      ${fieldOf({ name: 'file', label: 'The file', type: 'file', prefix: 'config' })}
      ${fieldOf({
        name: 'text',
        label: 'or what is in it',
        lines: 4,
        prefix: 'config',
        placeholder: '{ "destinations": { … }, "feeds": { … } }',
        hint: html`<code>masked:…</code> means that a credential stays as it is.`,
      })}
      <p class="actions">${actionButton('check', 'See the changes', 'primary')}</p>
    </form>
    <form method="post" action="/settings" enctype="multipart/form-data">
      <h3>OPML</h3>
      <p>Adds the feeds of a list, as other readers export it; nothing that is here already is changed.</p>
      ${fieldOf({ name: 'file', label: 'The file', type: 'file', prefix: 'opml' })}
      ${fieldOf({ name: 'text', label: 'or what is in it', lines: 4, prefix: 'opml', placeholder: '<opml version="2.0">…' })}
      <p class="actions">${actionButton('opml', 'Add the feeds', 'primary')}</p>
    </form>`;
}

/** Shows the settings, or gives one of the files that they offer. */
export async function showSettings(visit: Visit, refusal: Refusal | null = null): Promise<Response> {
  const { operations, view } = visit;
  const file = view.url.searchParams.get('file');
  if (file === 'earshot.json' && refusal === null) {
    const config = await operations.config();
    if (!config.ok) return showRefusal(view, config);
    return fileResponse(`${JSON.stringify(config.value, null, 2)}\n`, 'application/json', 'earshot.json');
  }
  if (file === 'feeds.opml' && refusal === null) {
    const opml = await operations.opml();
    return opml.ok ? fileResponse(opml.value, 'text/x-opml; charset=utf-8', 'feeds.opml') : showRefusal(view, opml);
  }
  const main = html`<div class="narrow">
    <h1>Settings</h1>
    ${refusalNote(refusal)}
    <section aria-labelledby="export">
      <h2 id="export">Export</h2>
      <p class="actions">
        <a class="button" href="/settings?file=earshot.json" download>earshot.json</a>
        <a class="button" href="/settings?file=feeds.opml" download>OPML</a>
      </p>
      <p class="muted">
        <code>earshot.json</code> holds all feeds and destinations; credentials are masked, and mean “as it is” when it
        comes back.
      </p>
    </section>
    ${
      view.viewer === 'owner' &&
      html`<section aria-labelledby="import">
        <h2 id="import">Import</h2>
        <div class="panel padded parts">${importForms()}</div>
      </section>`
    }
    <section aria-labelledby="about">
      <h2 id="about">About</h2>
      ${factList([
        ['Version', VERSION],
        ['Documentation', html`<a href="${DOCS}#readme" rel="noreferrer">README</a>`],
        [
          'For programs',
          html`<a href="/api/openapi.json">openapi.json</a>, <code>POST /mcp</code>, <a href="/health">/health</a>`,
        ],
        ['Time zone', `${view.zone}, as your connection says`],
        ['Signed in as', view.viewer === 'owner' ? 'owner (ADMIN_TOKEN)' : 'reader (READ_TOKEN)'],
      ])}
    </section>
  </div>`;
  return show(view, { title: 'Settings', place: '/settings', main }, refusal?.status ?? 200);
}

const refuse = (detail: string): Refusal => ({ ok: false, status: 422, detail });

async function given(form: FormData): Promise<string> {
  const file = await textOf(form, 'file');
  return file === '' ? field(form, 'text') : file;
}

/** Reads earshot.json; `undefined`: it is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function check(visit: Visit): Promise<Response> {
  const { operations, form, env, view } = visit;
  const text = await given(form);
  if (text.trim() === '') return showSettings(visit, refuse('Choose earshot.json first, or paste what is in it.'));
  const document = parse(text);
  if (document === undefined)
    return showSettings(
      visit,
      refuse('That is not valid JSON: no comma behind the last of a list, and quotation marks around each name.'),
    );
  const done = await operations.configChanges(document);
  if (!done.ok) return showSettings(visit, done);
  const { changes } = done.value;
  if (changes.length === 0) return redirect(pathOf(['settings'], { done: 'unchanged' }));
  const sealed = (await seal(env, text, view.now)) ?? '';
  const main = html`<div class="narrow">
    <h1>What would change</h1>
    <ul class="changes panel padded">
      ${changes.map((change) => html`<li>${quoted(change)}</li>`)}
    </ul>
    <form method="post" action="/settings" enctype="multipart/form-data">
      ${hidden({ sealed })}
      <p class="actions">
        ${actionButton('apply', 'Make these changes', 'primary')} <a href="/settings">Leave it as it is</a>
      </p>
    </form>
  </div>`;
  return show(view, { title: 'Changes', place: '/settings', main });
}

async function apply(visit: Visit): Promise<Response> {
  const { operations, form, env, view } = visit;
  const text = await unseal(env, field(form, 'sealed'), view.now);
  if (text === null) return showSettings(visit, refuse('That was too long ago. Choose the file again.'));
  const done = await operations.putConfig(parse(text));
  if (!done.ok) return showSettings(visit, done);
  return redirect(pathOf(['settings'], { done: 'imported' }));
}

/** Imports earshot.json, after its changes were shown, or OPML. */
export async function changeSettings(visit: Visit): Promise<Response> {
  const { operations, form } = visit;
  switch (field(form, 'action')) {
    case 'check':
      return check(visit);
    case 'apply':
      return apply(visit);
    case 'opml': {
      const text = await given(form);
      if (text.trim() === '') return showSettings(visit, refuse('Choose a list first, or paste what is in it.'));
      const done = await operations.importOpml(text);
      if (!done.ok) return showSettings(visit, done);
      const { added, known } = done.value;
      return redirect(pathOf(['settings'], { done: 'opml', n: added.length, m: known }));
    }
    default:
      return showSettings(visit, NO_ACTION);
  }
}
