import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const WORKER = join(import.meta.dirname, '../worker');

/** Which rooms and files of worker/ each room may import. A room may always import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[] | 'everyone'>> = {
  'index.ts': 'everyone',
  'model.ts': [],
  'exchange.ts': [],
  'hash.ts': [],
  'version.ts': [],
  'env.ts': ['model.ts'],
  'message.ts': ['model.ts'],
  'tick.ts': ['model.ts', 'env.ts', 'hash.ts', 'io'],
  config: ['model.ts', 'destination', 'io'],
  feed: ['model.ts', 'hash.ts', 'markup'],
  systems: ['model.ts', 'feed', 'markup'],
  discovery: ['model.ts', 'feed', 'systems', 'markup'],
  markup: ['model.ts'],
  rules: ['model.ts', 'exchange.ts', 'hash.ts'],
  destination: ['model.ts', 'exchange.ts', 'markup'],
  io: ['model.ts', 'exchange.ts', 'env.ts', 'version.ts'],
  poller: ['model.ts', 'env.ts', 'config', 'message.ts', 'feed', 'systems', 'discovery', 'rules', 'io'],
  outbox: ['model.ts', 'exchange.ts', 'env.ts', 'config', 'message.ts', 'destination', 'rules', 'io'],
  admin: ['model.ts', 'env.ts', 'config', 'tick.ts', 'version.ts', 'io'],
};

/** What worker/ may import from npm, and from where. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'cloudflare:workers': ['poller', 'outbox'],
  'fast-xml-parser': ['feed'],
  entities: ['feed', 'markup', 'systems'],
  htmlparser2: ['markup', 'feed', 'discovery'],
  'ipaddr.js': ['io'],
  'itty-router': ['admin'],
  valibot: ['config', 'destination', 'poller', 'outbox'],
};

type Import = { readonly from: string; readonly room: string; readonly what: string };

function imports(): Import[] {
  return readdirSync(WORKER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(WORKER, file), 'utf8');
      return [
        ...text.matchAll(/^(?:import|export)\b[^'"]*?(?:from|import)\s*['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]/gm),
      ].map((found) => ({
        from: file,
        room: roomOf(file),
        what: found[1] ?? found[2] ?? '',
      }));
    });
}

function roomOf(file: string): string {
  return file.split(sep)[0] ?? file;
}

describe('the rooms of worker/', () => {
  const all = imports();

  test('every room is drawn', () => {
    const rooms = new Set(readdirSync(WORKER));
    expect([...rooms].toSorted()).toEqual(Object.keys(MAY_IMPORT).toSorted());
  });

  test('no room imports what it may not', () => {
    const trespasses = all
      .filter(({ what }) => what.startsWith('.'))
      .map(({ from, room, what }) => ({ from, room, what, into: roomOf(normalize(join(dirname(from), what))) }))
      .filter(({ room, into }) => {
        const allowed = MAY_IMPORT[room] ?? [];
        return into !== room && allowed !== 'everyone' && !allowed.includes(into);
      });
    expect(trespasses).toEqual([]);
  });

  test('packages are imported only where they belong, and none of Node’s', () => {
    const trespasses = all
      .filter(({ what }) => !what.startsWith('.'))
      .filter(({ room, what }) => {
        const name = Object.keys(PACKAGES).find((known) => what === known || what.startsWith(`${known}/`));
        return name === undefined || !(PACKAGES[name] ?? []).includes(room);
      });
    expect(trespasses).toEqual([]);
  });
});
