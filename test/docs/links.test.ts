import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

const pages = [
  ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
  ...readdirSync(path.join(ROOT, 'docs')).flatMap((file) => (file.endsWith('.md') ? [`docs/${file}`] : [])),
];

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Text of a page without its code: a `#` in there is no heading, and brackets are no link. */
function withoutCode(file: string): string {
  return read(file)
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''));
}

/** Anchor of a heading, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(file: string): ReadonlySet<string> {
  return new Set([...withoutCode(file).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));
}

/** Links and pictures of a page that lead into this repository, as they stand there. */
function linksOf(file: string): readonly string[] {
  const targets = [...withoutCode(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/** True if the file that a page's link names is there, and so is the heading in it. */
function leadsSomewhere(page: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : path.join(path.dirname(page), file);
  if (!existsSync(path.join(ROOT, target))) return false;
  return anchor === undefined || anchorsOf(target).has(decodeURIComponent(anchor));
}

test.each(pages)('every link of %s leads to a file, and to a heading in it', (page) => {
  expect(linksOf(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
});

test.each(pages)('%s names all of its chapters where it begins with a list of them', (page) => {
  const [beginning = '', ...chapters] = withoutCode(page).split(/^## /m);
  const listed = new Set(linksOf(page).filter((link) => beginning.includes(`](${link})`)));
  const anchors = chapters.map((chapter) => `#${anchorOf(chapter.split('\n')[0] ?? '')}`);
  const isContents = /^- \[.*\]\(#/m.test(beginning);
  expect(isContents ? anchors.filter((anchor) => !listed.has(anchor)) : []).toEqual([]);
});

test('README names every page of docs', () => {
  const linked = new Set(linksOf('README.md').map((link) => link.split('#')[0]));
  expect(pages.filter((page) => page.startsWith('docs/') && !linked.has(page))).toEqual([]);
});

const scripts = new Set(
  Object.keys((JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> }).scripts),
);

test.each(pages)('%s names no npm command that there is not', (page) => {
  const named = [...read(page).matchAll(/\bnpm run (?:--?\w+ )*([a-z][\w:]*)/g)].map(([, name = '']) => name);
  expect([...new Set(named)].filter((name) => !scripts.has(name))).toEqual([]);
});
