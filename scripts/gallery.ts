// Draws what each chat shows of Earshot's messages, as one HTML page: npm run gallery
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { platforms } from '../worker/destination/registry.ts';
import { readCommandLine } from './command-line.ts';
import { readComments } from './gallery/feed.ts';
import { galleryPage, type Part } from './gallery/page.ts';
import { requestsOf } from './gallery/payloads.ts';
import { samplesOf } from './gallery/samples.ts';

const USAGE = `npm run gallery [-- --out FILE] [--feed FILE]

Draws what each chat shows of Earshot's messages, from the very payloads that it would get, as one HTML page that needs
nothing else. The page's path is printed last.

  --out FILE    where the page goes; .wrangler/gallery.html
  --feed FILE   a comment feed, whose comments are shown; scripts/gallery/feed.atom

The pictures in docs are taken of this page in a browser with the light look: docs/chats.png is <section id="picture">
1200 px wide, docs/chats/TYPE.png the first message of <section id="TYPE">, 600 px wide.`;

const { out, feed } = readCommandLine(USAGE, { out: { type: 'string' }, feed: { type: 'string' } });
const file = path.resolve(out ?? path.join(import.meta.dirname, '../.wrangler/gallery.html'));
const samples = samplesOf(readComments(feed ?? path.join(import.meta.dirname, 'gallery/feed.atom')));
const parts: readonly Part[] = await Promise.all(
  platforms.map(async (platform) => ({ type: platform.type, samples: await requestsOf(platform, samples) })),
);
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, galleryPage(parts));
console.log(file);
