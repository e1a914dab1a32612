import { generic } from './generic.ts';
import { settingOf, settingsBehind } from './script-settings.ts';
import type { BlogSystem } from './system.ts';

/** Beginning of its settings in a script: `Waline.init({`, `init({`, `new Waline({`. */
const SETTINGS = /\b(?:init|new\s{1,9}Waline)\s{0,9}\(\s{0,9}(?=\{[^{}]{0,2000}\bserverURL\b)/;

/** Most comments that a feed gives. */
const COUNT = 50;

/** Waline: a page's settings name the server that has its comments, and since 2026 their feed. That is read as any. */
export const waline: BlogSystem = {
  name: 'waline',
  addresses: [
    {
      of: 'page',
      page: /^https?:\/\/[^/]+([^?#]*)/,
      feed: ([, path], { scripts }) => {
        const settings = settingsBehind(SETTINGS, scripts);
        const server = settingOf('serverURL', settings);
        if (server === null) return null;
        const thread = settingOf('path', settings) ?? path ?? '/';
        return `${server.replace(/\/$/, '')}/api/comment/rss?path=${encodeURIComponent(thread)}&count=${COUNT}`;
      },
    },
  ],
  owns: () => false,
  reader: generic.reader,
};
