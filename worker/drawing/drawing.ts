import type { Child } from '../html.ts';

/** Colour in light and in dark. */
export type Colour = readonly [light: string, dark: string];

/** Looks of a chat, as its own client has them; text that would be too faint for WCAG 1.4.3 is a little stronger here. */
export type Theme = {
  readonly font: string;
  /** Size of text and height of a line, px. */
  readonly size: readonly [number, number];
  readonly back: Colour;
  readonly text: Colour;
  readonly muted: Colour;
  readonly link: Colour;
  /** Line beside a quote. */
  readonly quote: Colour;
  readonly code: Colour;
  readonly border: Colour;
  /** Background of a bubble or card. */
  readonly card: Colour;
  /** Background of a ping. */
  readonly ping: Colour;
  /** Background of the bot's picture. */
  readonly avatar: string;
  /** Rounding of the bot's picture. */
  readonly round: string;
  /** Frame around what a message shows: a line with the sender's name, a bubble, or nothing. */
  readonly frame: 'row' | 'bubble' | 'bare';
};

/** A message as drawn: what the sender's line says beside the name, and what is below it. */
export type Drawn = { readonly badge: string | null; readonly note: string | null; readonly shown: readonly Child[] };

/** Drawing of one chat: from a payload alone, so that a mistake in one is seen. */
export type Drawing = {
  /** Name of the chat, as its makers write it. */
  readonly name: string;
  readonly theme: Theme;
  /** Draws a request's body, as JSON where it is JSON. Throws where the chat would not take it. */
  readonly draw: (payload: unknown) => Drawn;
};

/** Fonts that systems have. */
export const SYSTEM_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";
