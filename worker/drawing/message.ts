import type { Child, Html } from '../html.ts';
import type { Drawn, Theme } from './drawing.ts';
import { DRAWINGS } from './drawings.ts';
import { el } from './element.ts';

/** A message in what its chat has around it: the bot's picture and name, a bubble, or nothing. */
export function frameMessage({ frame }: Theme, { badge, note, shown }: Drawn): Html {
  const who: readonly Child[] = [
    el('b', null, 'Earshot'),
    badge === null ? null : el('span', 'badge', badge),
    note === null ? null : el('span', 'note', note),
  ];
  if (frame === 'bare') {
    return el('div', 'message', note === null ? null : el('div', 'note', note), el('div', 'shown', ...shown));
  }
  return el(
    'div',
    'message',
    el('div', 'avatar', 'E'),
    el('div', 'said', el('div', 'who', ...who), el('div', 'shown', ...shown)),
  );
}

/** A chat's window with messages in it. */
export function chatWindow(type: string, { frame }: Theme, messages: readonly Html[]): Html {
  return el('div', `view ${type} ${frame}`, ...messages);
}

/** A message as its chat shows it, with the chat's name; `null`: that type shows nothing that is known, or would not take the payload. */
export function drawMessage(type: string, payload: unknown): { readonly chat: string; readonly window: Html } | null {
  const drawing = DRAWINGS.get(type);
  if (drawing === undefined) return null;
  const { name, theme, draw } = drawing;
  try {
    return { chat: name, window: chatWindow(type, theme, [frameMessage(theme, draw(payload))]) };
  } catch {
    return null;
  }
}
