import { describe, expect, test } from 'vitest';
import { importedRoom, imports, rooms } from '../scripts/rooms/imports.ts';

/** Rooms and files of worker/ that each room may import. A room may always import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[] | 'everyone'>> = {
  'index.ts': 'everyone',
  'model.ts': [],
  'exchange.ts': [],
  'hash.ts': [],
  'html.ts': [],
  'shards.ts': ['hash.ts'],
  'zone-offset.ts': [],
  'version.ts': [],
  'env.ts': ['rpc', 'exchange.ts'],
  rpc: ['model.ts'],
  'message.ts': ['model.ts'],
  'tick.ts': ['model.ts', 'env.ts', 'rpc', 'shards.ts', 'config', 'io'],
  config: ['model.ts', 'message.ts', 'feed', 'destination', 'rules', 'io'],
  feed: ['model.ts', 'hash.ts', 'zone-offset.ts', 'markup'],
  systems: ['model.ts', 'feed', 'markup'],
  discovery: ['model.ts', 'feed', 'systems', 'markup'],
  markup: ['model.ts'],
  rules: ['model.ts', 'exchange.ts', 'hash.ts', 'zone-offset.ts'],
  destination: ['model.ts', 'exchange.ts', 'message.ts', 'markup'],
  drawing: ['html.ts', 'destination'],
  io: ['model.ts', 'exchange.ts', 'env.ts', 'version.ts'],
  poller: [
    'model.ts',
    'env.ts',
    'rpc',
    'shards.ts',
    'config',
    'message.ts',
    'feed',
    'systems',
    'discovery',
    'rules',
    'io',
  ],
  hosts: ['env.ts', 'rpc', 'rules'],
  outbox: ['model.ts', 'exchange.ts', 'env.ts', 'rpc', 'config', 'message.ts', 'destination', 'rules', 'io'],
  admin: [
    'model.ts',
    'exchange.ts',
    'hash.ts',
    'html.ts',
    'zone-offset.ts',
    'env.ts',
    'rpc',
    'message.ts',
    'config',
    'destination',
    'drawing',
    'rules',
    'markup',
    'tick.ts',
    'shards.ts',
    'version.ts',
    'io',
  ],
};

/** Packages that worker/ may import, and the rooms that may. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'cloudflare:workers': ['poller', 'outbox', 'hosts'],
  'fast-xml-parser': ['feed'],
  entities: ['feed', 'markup', 'systems', 'discovery', 'config'],
  htmlparser2: ['markup', 'feed', 'drawing'],
  'ipaddr.js': ['io'],
  'itty-router': ['admin'],
  re2js: ['rules'],
  commonmark: ['drawing'],
  'slack-message-parser': ['drawing'],
  '@cloudrac3r/discord-markdown': ['drawing'],
  valibot: ['message.ts', 'config', 'destination', 'drawing', 'poller', 'outbox', 'hosts', 'admin'],
};

describe('the rooms of worker/', () => {
  const all = imports();

  test('every room is drawn', () => {
    expect(rooms()).toEqual(Object.keys(MAY_IMPORT).toSorted());
  });

  test('no room imports what it may not', () => {
    const trespasses = all
      .map((one) => ({ ...one, into: importedRoom(one) }))
      .filter(({ room, into }) => {
        if (into === null) return false;
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
