import { checkingElsewhere, checkValue } from '../../../config/check-value.ts';
import type { ConfigIssue } from '../../../config/failure.ts';
import { DESTINATION_PREFIX } from '../../../config/keys.ts';
import { html } from '../../../html.ts';
import { DOCS, show } from '../document.ts';
import { platformName } from '../part/platform.ts';
import type { View } from '../visit.ts';

/** Issues of a chat's URL as a destination's whole value; none: messages can be sent there. `isLocal`: private addresses count. */
export function destinationIssues(url: string, isLocal: boolean): readonly ConfigIssue[] {
  return checkValue(`${DESTINATION_PREFIX}default`, url, checkingElsewhere(isLocal));
}

/** Shows that a URL is a chat's, but none that messages can be sent to: a channel's page, or one that needs more. */
export function showWrongKind(view: View, type: string, issues: readonly ConfigIssue[]): Response {
  const chat = platformName(type);
  const ofUrl = issues.filter(({ field }) => field === 'url');
  const missing = issues.flatMap(({ field, detail }) => (field !== null && detail === 'missing' ? [field] : []));
  const others = issues.filter(({ field, detail }) => field !== 'url' && detail !== 'missing');
  const main = html`<div class="narrow">
    <h1>Comments cannot go there yet</h1>
    <p class="lead">That is an address of ${chat}, but messages need another one, or more than an address.</p>
    <div class="callout warn">
      <ul>
        ${ofUrl.map(({ detail }) => html`<li>It ${detail}.</li>`)}
        ${others.map(({ field, detail }) => html`<li><code>${field}</code> ${detail}.</li>`)}
        ${missing.map((field) => html`<li><code>${field}</code> is needed as well.</li>`)}
      </ul>
    </div>
    <p>
      <a href="${DOCS}/blob/main/docs/chats.md" rel="noreferrer">docs/chats.md</a> has the steps for ${chat}.
      <a href="/add">Another address</a>
    </p>
  </div>`;
  return show(view, { title: 'No destination', place: '/add', main }, 422);
}
