import { parsedBody } from '../../worker/admin/operations/message-answer.ts';
import type { Drawing } from '../../worker/drawing/drawing.ts';
import { chatWindow, frameMessage } from '../../worker/drawing/message.ts';
import { CHAT_STYLE, themeCss } from '../../worker/drawing/style.ts';
import type { Outgoing } from '../../worker/exchange.ts';
import { html, type Html } from '../../worker/html.ts';
import { drawingOf } from './drawings.ts';
import type { SampleRequests } from './payloads.ts';
import { STYLE } from './style.ts';

/** Platform with all its samples. */
export type Part = { readonly type: string; readonly samples: readonly SampleRequests[] };

/** Chats that stand side by side in the picture, as far as they are there. */
const PICTURED = ['slack', 'discord', 'teams', 'telegram', 'googlechat', 'matrix', 'zulip', 'email'];
const PICTURED_COUNT = 6;

/** Place of the pictured comment in the feed: one with a list. */
const PICTURED_COMMENT = 3;

/** Page with each platform's samples, drawn from what is sent. */
export function galleryPage(parts: readonly Part[]): string {
  const themes = parts.map(({ type }) => themeCss(type, drawingOf(type).theme));
  const links = parts.map(({ type }) => html`<a href="#${type}">${drawingOf(type).name}</a>`);
  // The page's own switch: what is checked turns light to dark, and dark to light.
  const body = html`<input type="checkbox" id="flip" />
    <nav><b>Earshot</b>${links}<label for="flip">☀ / ☾</label></nav>
    <main>${picture(parts)} ${parts.map(section)}</main>`;
  return [
    '<!doctype html>\n<html lang="en"><head>',
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">',
    `<title>Earshot in every chat</title><style>${[STYLE, CHAT_STYLE, ...themes].join('\n').replaceAll('<', '')}</style></head>`,
    `<body>${body.toString()}</body></html>\n`,
  ].join('\n');
}

/** The chats side by side with one comment in each. */
function picture(parts: readonly Part[]): Html {
  const pictured = PICTURED.flatMap((type) => parts.filter((part) => part.type === type)).slice(0, PICTURED_COUNT);
  return html`<section id="picture">
    <h2>Side by side</h2>
    <div class="tiles">${pictured.map(tile)}</div>
  </section>`;
}

function tile({ type, samples }: Part): Html {
  const drawing = drawingOf(type);
  const requests = samples.find(({ sample }) => sample.id === 'feed')?.requests ?? [];
  const shown = (requests[PICTURED_COMMENT] === undefined ? requests : requests.slice(PICTURED_COMMENT)).slice(0, 1);
  return html`<div class="tile">
    <div class="caption">${drawing.name}</div>
    ${view(type, drawing, shown)}
  </div>`;
}

function section({ type, samples }: Part): Html {
  const drawing = drawingOf(type);
  const articles = samples.map(
    ({ sample, requests }) =>
      html`<article data-sample="${sample.id}">
        <h3>${sample.title}</h3>
        ${view(type, drawing, requests)}
      </article>`,
  );
  return html`<section id="${type}">
    <h2>${drawing.name}</h2>
    <div class="samples">${articles}</div>
  </section>`;
}

/** A chat's window with messages in it. */
function view(type: string, { theme, draw }: Drawing, requests: readonly Outgoing[]): Html {
  const messages = requests.map((request) => {
    const drawn = draw(payloadOf(request));
    // Some chats' edits are told by their method alone.
    const isEdit = request.kind === 'http' && request.method === 'PATCH';
    return frameMessage(theme, isEdit ? { ...drawn, note: 'in place of what was sent (edited)' } : drawn);
  });
  return chatWindow(type, theme, messages);
}

/** Payload of a request: its body, as JSON where it is JSON, or the mail. */
export function payloadOf(request: Outgoing): unknown {
  return request.kind === 'email' ? request : parsedBody(request.body);
}
