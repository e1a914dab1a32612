import type { Refusal } from '../../operations.ts';
import type { DiscoveryAnswer } from '../../preview-shapes.ts';
import { guessType } from '../../../destination/registry.ts';
import { pathOf, redirect } from '../answer.ts';
import { show } from '../document.ts';
import { NO_ACTION, NO_JSON } from '../feed/change-feed.ts';
import { readValue } from '../feed/feed-settings.ts';
import { html, quoted } from '../../../html.ts';
import { ALL } from '../overview/overview.ts';
import { showRefusal } from '../route.ts';
import { seal, unseal } from '../seal.ts';
import { field, type Visit } from '../visit.ts';
import { type Draft, draftValue, freeName, proposeDestination, proposeName, readDraft } from './draft.ts';
import { otherCandidates, showFound } from './found.ts';
import { namingForm, showNaming, type Unnamed } from './name-destination.ts';
import { showPreview } from './preview.ts';
import { showStart } from './start.ts';
import { destinationIssues, showWrongKind } from './wrong-kind.ts';

/** Shows the first step. */
export async function showAdd({ view }: Visit): Promise<Response> {
  return showStart(view);
}

async function destinationNames({ operations }: Visit): Promise<readonly string[]> {
  const found = await operations.destinations(ALL);
  return found.ok ? found.value.items.map(({ name }) => name) : [];
}

/** A name for a new destination with this URL: `default`, else its platform's, with a number where that is taken. */
async function freeDestinationName(visit: Visit, text: string): Promise<string> {
  const url = URL.parse(text.trim());
  return proposeDestination(url === null ? 'webhook' : guessType(url), await destinationNames(visit));
}

/** A name like `wanted` that no feed has. */
async function freeFeedName({ operations }: Visit, wanted: string): Promise<string> {
  const taken: string[] = [];
  for (let tries = 0; tries < 5; tries++) {
    const name = freeName(wanted, taken);
    const found = await operations.feed(name);
    if (!found.ok) return name;
    taken.push(name);
  }
  return '';
}

/** Shows that nothing was found. An endpoint of one's own answers just like that: it can be saved as one. */
function showNothing({ view }: Visit, found: Extract<DiscoveryAnswer, { kind: 'none' }>, endpoint: Unnamed): Response {
  const main = html`<div class="narrow">
    <h1>Nothing to watch there</h1>
    <p class="lead">${quoted(found.reason)}</p>
    <p>Try the address of one post that has comments, or of the feed itself. <a href="/add">Another address</a></p>
    <details class="more">
      <summary>It is an endpoint of mine: comments are to go there</summary>
      <p>It gets each comment as JSON, by a signed <code>POST</code>.</p>
      ${namingForm(endpoint)}
    </details>
    ${otherCandidates(found.others, 'Named there')}
  </div>`;
  return show(view, { title: 'Nothing found', place: '/add', main }, 422);
}

const NO_ADDRESS = {
  ok: false,
  status: 422,
  detail: 'That is no address of a web page: it begins with https:// or http://.',
} as const;

/** Shows what is at the draft's URL; `refusal`: why a later step was refused. */
async function look(visit: Visit, draft: Draft, refusal: Refusal | null = null): Promise<Response> {
  const { operations, env, view } = visit;
  const found = await operations.discover(draft.url);
  // What was pasted may be a credential with a slip in it: it is not shown again.
  if (!found.ok) return showStart(view, '', found.errors === undefined ? found : NO_ADDRESS);
  const { value } = found;
  const known = await destinationNames(visit);
  if (value.kind !== 'feed') {
    const type = value.kind === 'none' ? 'webhook' : value.type;
    const issues = value.kind === 'none' ? [] : destinationIssues(draft.url, env.ALLOW_PRIVATE_NETWORK === 'true');
    if (issues.length > 0) return showWrongKind(view, type, issues);
    const sealed = (await seal(env, draft.url, view.now)) ?? '';
    const unnamed = { type, sealed, name: proposeDestination(type, known) };
    return value.kind === 'none' ? showNothing(visit, value, unnamed) : showNaming(view, unnamed);
  }
  const name = draft.name === '' ? await freeFeedName(visit, proposeName(value.title, draft.url)) : draft.name;
  const to =
    draft.to === '' && draft.name === '' ? (known.find((one) => one === 'default') ?? known[0] ?? '') : draft.to;
  return showFound(view, value, { ...draft, name, to }, known, refusal);
}

/** Saves a new destination; gives why it was refused. */
async function saveDestination({ operations }: Visit, name: string, text: string): Promise<Refusal | null> {
  const there = await operations.destination(name);
  if (there.ok)
    return { ok: false, status: 409, detail: `There is a destination ${name} already. Choose another name.` };
  const value = readValue(text);
  const done = value === null ? NO_JSON : await operations.putDestination(name, value);
  return done.ok ? null : done;
}

async function nameDestination(visit: Visit): Promise<Response> {
  const { form, env, view } = visit;
  const [name, sealed] = [field(form, 'name').toLowerCase(), field(form, 'sealed')];
  const value = sealed === '' ? field(form, 'value') : await unseal(env, sealed, view.now);
  if (value === null)
    return showStart(view, '', { ok: false, status: 422, detail: 'That was too long ago. Paste the URL again.' });
  const refusal = await saveDestination(visit, name, value);
  if (refusal === null) return redirect(pathOf(['destinations', name], { done: 'added-destination' }));
  return sealed === ''
    ? showStart(view, '', refusal)
    : showNaming(view, { type: field(form, 'type'), sealed, name }, refusal);
}

/** Shows the preview of a draft whose destination is saved; `test`: sends a test before. */
async function preview(visit: Visit, draft: Draft, doesTest: boolean): Promise<Response> {
  const { operations, view } = visit;
  const value = draftValue(draft);
  if (!value.ok) return look(visit, draft, value);
  const sent = doesTest ? await operations.testDestination(draft.to) : null;
  if (sent !== null && !sent.ok) return look(visit, draft, sent);
  const previewed = await operations.preview(value.value, draft.to);
  if (!previewed.ok) return look(visit, draft, previewed);
  return showPreview(view, draft, previewed.value, sent === null ? null : sent.value.id);
}

const NO_NEW_URL = {
  ok: false,
  status: 422,
  detail:
    'The new destination has no URL yet: paste the one that your chat gave you, or choose another under “Goes to”.',
} as const;

const TAKEN = { ok: false, status: 409, detail: 'A feed has that name already. Choose another.' } as const;

async function save(visit: Visit, draft: Draft): Promise<Response> {
  const { operations } = visit;
  const value = draftValue(draft);
  if (!value.ok) return look(visit, draft, value);
  if ((await operations.feed(draft.name)).ok) return look(visit, draft, TAKEN);
  const done = await operations.putFeed(draft.name, value.value);
  // Who has just added it wants to see it work; how that ends, the page tells.
  if (done.ok) await operations.pollFeed(draft.name);
  return done.ok ? redirect(pathOf(['feeds', draft.name], { done: 'added' })) : look(visit, draft, done);
}

/** Goes on with the next step of adding something. */
export async function continueAdding(visit: Visit): Promise<Response> {
  const { form, view, operations } = visit;
  const draft = readDraft(form);
  switch (field(form, 'action')) {
    case 'look':
      return look(visit, { ...draft, name: '' });
    case 'back':
      return look(visit, draft);
    case 'destination':
      return nameDestination(visit);
    case 'preview': {
      if ((await operations.feed(draft.name)).ok) return look(visit, draft, TAKEN);
      // Who has filled in a new destination means it, whatever the list above it says.
      const url = field(form, 'newUrl');
      if (draft.to !== '' && url === '') return preview(visit, draft, false);
      const fresh = { ...draft, to: '' };
      if (url === '') return look(visit, fresh, NO_NEW_URL);
      const to = field(form, 'newName').toLowerCase() || (await freeDestinationName(visit, url));
      const refusal = await saveDestination(visit, to, url);
      return refusal === null ? preview(visit, { ...draft, to }, false) : look(visit, fresh, refusal);
    }
    case 'test':
      return preview(visit, draft, true);
    case 'save':
      return save(visit, draft);
    default:
      return showRefusal(view, NO_ACTION);
  }
}
