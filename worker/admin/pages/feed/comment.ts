import type { CommentAnswer } from '../../shapes.ts';
import { pathOf, redirect } from '../answer.ts';
import { show } from '../document.ts';
import { html, type Html, quoted, strangersLink } from '../../../html.ts';
import { factList, trail } from '../part/facts.ts';
import { actionButton, postForm, refusalNote } from '../part/form.ts';
import { showRefusal } from '../route.ts';
import { timeInFull } from '../time.ts';
import { field, type View, type Visit } from '../visit.ts';
import type { Refusal } from '../../operations.ts';
import { NO_ACTION } from './change-feed.ts';
import { fateOf } from './comment-table.ts';

function fates({ destinations }: CommentAnswer, view: View): Html {
  if (destinations.length === 0) return html`<p class="empty">No destination has it.</p>`;
  const rows = destinations.map(
    (fate) =>
      html`<tr>
        <th scope="row"><a href="${pathOf(['destinations', fate.name])}">${fate.name}</a></th>
        <td data-label="State">${fateOf(fate, view)}</td>
      </tr>`,
  );
  return html`<div class="panel">
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Destination</th>
          <th scope="col">What became of it</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function block(author: string | null, address: string): Html | null {
  if (author === null || author === '') return null;
  return postForm(
    address,
    html`<p class="actions">
      ${actionButton('block', 'Block this author')}
      <span class="hint"
        >Adds a rule to “Never” of this feed, for all who write as ${quoted(author)}. It can be taken out there.</span
      >
    </p>`,
  );
}

/** Shows one comment: its text, as text, and what each destination did. */
export async function showComment(visit: Visit, refusal: Refusal | null = null): Promise<Response> {
  const { operations, params, view } = visit;
  const [name = '', id = ''] = [params['name'], params['id']];
  const found = await operations.comment(name, id);
  if (!found.ok) return showRefusal(view, found);
  const { author, url, published, excerpt, text, post } = found.value;
  const whole = text ?? excerpt;
  const main = html`${refusalNote(refusal)} ${trail([[pathOf(['feeds', name]), name]])}
    <h1>Comment by ${quoted(author ?? 'somebody')}</h1>
    ${factList([
      ['Post', post !== undefined && post !== null && quoted(post)],
      ['Written', timeInFull(published, view)],
      ['Link', url === null ? null : strangersLink(url, url)],
    ])}
    ${
      whole === null
        ? html`<p class="empty">The text is not kept any more.</p>`
        : html`<blockquote class="comment panel padded" dir="auto">${whole}</blockquote>`
    }
    ${view.viewer === 'owner' && block(author, pathOf(['feeds', name, 'comments', id]))}
    <section aria-labelledby="fates">
      <h2 id="fates">What each destination did</h2>
      ${fates(found.value, view)}
    </section>`;
  return show(view, { title: `Comment in ${name}`, main }, refusal?.status ?? 200);
}

/** Blocks a comment's author, then shows the feed. The author is who the comment says, not what a form says. */
export async function changeComment(visit: Visit): Promise<Response> {
  const { operations, params, form } = visit;
  const [name = '', id = ''] = [params['name'], params['id']];
  if (field(form, 'action') !== 'block') return showComment(visit, NO_ACTION);
  const found = await operations.comment(name, id);
  if (!found.ok) return showComment(visit, found);
  const { author } = found.value;
  if (author === null) return showComment(visit, { ok: false, status: 422, detail: 'It names no author.' });
  const done = await operations.blockAuthor(name, author);
  return done.ok ? redirect(pathOf(['feeds', name], { done: 'blocked' })) : showComment(visit, done);
}
