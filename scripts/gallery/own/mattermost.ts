import { Parser } from '@mattermost/commonmark';
import { mattermostBy } from '../../../worker/drawing/chat/mattermost.ts';

/** Mattermost as its own parser reads it. */
export const mattermost = mattermostBy((text) => new Parser().parse(text));
