// Draws README's picture, docs/npm-start.svg, from what `npm start` prints in a terminal: npm run picture
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCommandLine } from './command-line.ts';
import { terminalSvg } from './picture/svg.ts';
import { inTerminal } from './picture/terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const FILE = path.join(ROOT, 'docs/npm-start.svg');
const STATE = '.wrangler/picture';
const COLUMNS = 104;

/** The sample says so before each new comment. The picture ends before the third. */
const ANNOUNCES = /^.* writes a comment/gm;
const SHOWN = 2;

/** Longest wait for the comments, ms. */
const PATIENCE = 180_000;

const USAGE = `npm run picture

Draws README's picture, docs/npm-start.svg, from what npm start prints in a terminal. The sample takes a minute; the
times of day in the picture are those of the run.`;

readCommandLine(USAGE, {});
rmSync(path.join(ROOT, STATE), { recursive: true, force: true });
const [program, args] = inTerminal(`stty cols ${COLUMNS} rows 50; exec npm --silent start -- --state ${STATE}`);
const child = spawn(program, args, {
  cwd: ROOT,
  env: { ...process.env, FORCE_COLOR: '1', LANG: 'en_US.UTF-8', TZ: 'UTC' },
  stdio: ['pipe', 'pipe', 'ignore'],
});
let printed = '';
const timer = setTimeout(stop, PATIENCE);
child.stdout.on('data', (chunk: Buffer) => {
  printed += chunk.toString();
  if ([...printed.matchAll(ANNOUNCES)].length > SHOWN) stop();
});
child.on('close', () => {
  clearTimeout(timer);
  const end = [...printed.matchAll(ANNOUNCES)][SHOWN]?.index;
  if (end === undefined) throw new Error(`npm start did not show ${SHOWN} comments:\n${printed}`);
  const title = 'npm start: Earshot watches a sample blog and prints each new comment as it arrives';
  writeFileSync(FILE, terminalSvg(`$ npm start\n${printed.slice(0, end)}`, COLUMNS, title));
  console.log('docs/npm-start.svg written');
});

/** Presses Ctrl-C. */
function stop(): void {
  child.stdin.end('\u0003');
}
