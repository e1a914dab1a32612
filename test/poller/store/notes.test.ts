import { env, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { Notes } from '../../../worker/poller/store/notes.ts';

/** Notes in an object's real storage, with the keys that were read of it since; `again`: as the object's next life has them. */
function inStorage(act: (notes: Notes, read: string[], again: () => Notes) => void): Promise<void> {
  return runInDurableObject(env.POLLER.getByName(crypto.randomUUID()), (_instance, { storage: { kv } }) => {
    const read: string[] = [];
    const counted = new Proxy(kv, {
      get: (target, method: keyof SyncKvStorage) => (key: string, value?: number) => {
        if (method === 'get') read.push(key);
        return method === 'put' ? target.put(key, value) : target[method](key);
      },
    });
    act(new Notes(counted), read, () => new Notes(kv));
  });
}

test('a number is read once, also one that is not there', () =>
  inStorage((notes, read) => {
    expect([notes.get('one'), notes.get('one')]).toEqual([null, null]);
    notes.put('one', 1);
    expect(notes.get('one')).toBe(1);
    expect(read).toEqual(['one']);
  }));

test('a number that is noted or deleted is so for the next life of the object as well', () =>
  inStorage((notes, _read, again) => {
    notes.put('one', 1);
    notes.put('two', 2);
    notes.delete('one');
    expect([notes.get('one'), again().get('one')]).toEqual([null, null]);
    expect([notes.get('two'), again().get('two')]).toEqual([2, 2]);
  }));
