// Draws what each chat shows of Earshot's messages, as one HTML page: npm run gallery
import path from 'node:path';
import { readCommandLine } from './command-line.ts';
import { writeGallery } from './gallery/write.ts';

const USAGE = `npm run gallery [-- --out FILE] [--feed FILE]

Draws what each chat shows of Earshot's messages, from the very payloads that it would get, as one HTML page that needs
nothing else. The page's path is printed last.

  --out FILE    where the page goes; .wrangler/gallery.html
  --feed FILE   a comment feed, whose comments are shown; scripts/gallery/feed.atom

npm run picture:chats takes the pictures in docs of this page.`;

const { out, feed } = readCommandLine(USAGE, { out: { type: 'string' }, feed: { type: 'string' } });
const file = path.resolve(out ?? path.join(import.meta.dirname, '../.wrangler/gallery.html'));
await writeGallery(file, feed);
console.log(file);
