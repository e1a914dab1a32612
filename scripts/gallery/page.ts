import { drawingOf } from '../../worker/drawing/drawings.ts';
import type { Drawing } from '../../worker/drawing/drawing.ts';
import { type Child, el, Html } from './html.ts';
import type { SampleRequests } from './payloads.ts';
import { STYLE, themeCss } from './style.ts';
import type { Outgoing } from '../../worker/exchange.ts';

/** Platform with all its samples. */
export type Part = { readonly type: string; readonly samples: readonly SampleRequests[] };

/** Chats that stand side by side in the picture, as far as they are there. */
const PICTURED = ['slack', 'discord', 'teams', 'telegram', 'googlechat', 'matrix', 'zulip', 'email'];
const PICTURED_COUNT = 6;

/** Place of the pictured comment in the feed: one with a list. */
const PICTURED_COMMENT = 3;

/** Page with each platform's samples, drawn from what is sent. */
export function galleryPage(parts: readonly Part[]): string {
  const css = [STYLE, ...parts.map(({ type }) => themeCss(type, drawingOf(type).theme))].join('\n');
  const links = parts.map(({ type }) => Html.element('a', { href: `#${type}` }, [drawingOf(type).name]));
  return Html.page('Earshot in every chat', css, [
    // The page's own switch: what is checked turns light to dark, and dark to light.
    Html.element('input', { type: 'checkbox', id: 'flip' }, []),
    el('nav', null, el('b', null, 'Earshot'), ...links, Html.element('label', { for: 'flip' }, ['☀ / ☾'])),
    el('main', null, picture(parts), ...parts.map(section)),
  ]).markup;
}

/** The chats side by side with one comment in each. */
function picture(parts: readonly Part[]): Html {
  const pictured = PICTURED.flatMap((type) => parts.filter((part) => part.type === type)).slice(0, PICTURED_COUNT);
  return Html.element('section', { id: 'picture' }, [
    el('h2', null, 'Side by side'),
    el('div', 'tiles', ...pictured.map(tile)),
  ]);
}

function tile({ type, samples }: Part): Html {
  const drawing = drawingOf(type);
  const requests = samples.find(({ sample }) => sample.id === 'feed')?.requests ?? [];
  const shown = (requests[PICTURED_COMMENT] === undefined ? requests : requests.slice(PICTURED_COMMENT)).slice(0, 1);
  return el('div', 'tile', el('div', 'caption', drawing.name), view(type, drawing, shown));
}

function section({ type, samples }: Part): Html {
  const drawing = drawingOf(type);
  return Html.element('section', { id: type }, [
    el('h2', null, drawing.name),
    el(
      'div',
      'samples',
      ...samples.map(({ sample, requests }) =>
        Html.element('article', { 'data-sample': sample.id, class: requests.length > 4 ? 'long' : null }, [
          el('h3', null, sample.title),
          view(type, drawing, requests),
        ]),
      ),
    ),
  ]);
}

/** A chat's window with messages in it. */
function view(type: string, drawing: Drawing, requests: readonly Outgoing[]): Html {
  return el('div', `view chat-${type} ${drawing.theme.frame}`, ...requests.map((one) => message(drawing, one)));
}

function message({ draw, theme }: Drawing, request: Outgoing): Html {
  const { badge, note, shown } = draw(request);
  const who: readonly Child[] = [
    el('b', null, 'Earshot'),
    badge === null ? null : el('span', 'badge', badge),
    note === null ? null : el('span', 'note', note),
  ];
  if (theme.frame === 'bare') {
    return el('div', 'message', note === null ? null : el('div', 'note', note), el('div', 'shown', ...shown));
  }
  return el(
    'div',
    'message',
    el('div', 'avatar', 'E'),
    el('div', 'said', el('div', 'who', ...who), el('div', 'shown', ...shown)),
  );
}
