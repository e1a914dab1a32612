import { html, type Html } from '../../../html.ts';
import { codePane } from '../part/facts.ts';
import { actionButton, postForm } from '../part/form.ts';
// Written by `npm run schema` from docs/receivers, whose files tests run in their languages.
import samples from './samples.json' with { type: 'json' };

function secretPart(address: string, secrets: readonly string[] | null, isOwner: boolean): Html {
  if (secrets !== null)
    return html`<p>
        This destination’s ${secrets.length === 1 ? 'secret' : 'secrets, the current one first'}. It is shown on this
        page alone, and now alone:
      </p>
      ${secrets.map((secret) => codePane('Secret', secret))}`;
  if (!isOwner) return html`<p class="muted">Who is signed in with <code>ADMIN_TOKEN</code> can see the secret.</p>`;
  return postForm(`${address}#verify`, actionButton('show-secret', 'Show the secret'));
}

/** Draws how a receiver verifies messages of this webhook. `secrets`: where somebody has asked for them. */
export function verifySection(address: string, secrets: readonly string[] | null, isOwner: boolean): Html {
  const panes = samples.map(
    ([language = '', code = '']) =>
      html`<details name="language">
        <summary>${language}</summary>
        ${codePane(`Code in ${language}`, code)}
      </details>`,
  );
  return html`<section aria-labelledby="verify">
    <h2 id="verify">Verify what comes</h2>
    <div class="panel padded">
      <p>
        Each request is signed as
        <a href="https://www.standardwebhooks.com" rel="noreferrer">Standard Webhooks</a> says; its libraries verify it.
        Without one, give the secret to your receiver as <code>EARSHOT_SECRET</code>, and:
      </p>
      ${panes}
      <p>
        Keep the <code>webhook-id</code>s that you have handled: what was answered too late comes again under the same
        id.
      </p>
      ${secretPart(address, secrets, isOwner)}
    </div>
  </section>`;
}
