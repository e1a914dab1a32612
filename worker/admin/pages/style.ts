import { CHAT_STYLE } from '../../drawing/style.ts';
import { COLOURS } from './style/colours.ts';
import { CONTROLS } from './style/controls.ts';
import { FRAME } from './style/frame.ts';
import { LISTS } from './style/lists.ts';
import { PARTS } from './style/parts.ts';

/** The pages' only style sheet: it names no other file, and the system's own fonts. */
export const STYLE = [COLOURS, FRAME, CONTROLS, LISTS, PARTS, CHAT_STYLE].join('');
