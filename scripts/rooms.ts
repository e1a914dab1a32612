// Draws which room of worker/ imports which into CONTRIBUTING.md: npm run rooms
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCommandLine } from './command-line.ts';
import { arrows } from './rooms/imports.ts';
import { draw, withPicture } from './rooms/picture.ts';

const USAGE = `npm run rooms

Draws which room of worker/ imports which into CONTRIBUTING.md.`;

readCommandLine(USAGE, {});
const file = path.join(import.meta.dirname, '../CONTRIBUTING.md');
writeFileSync(file, withPicture(readFileSync(file, 'utf8'), draw(arrows())));
console.log('The rooms are drawn in CONTRIBUTING.md');
