import { env, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { Notes } from '../../../worker/poller/store/notes.ts';

/** Notes in an object's real storage, with what was called of it since; `again`: as the object's next life has them. */
function inStorage(act: (notes: Notes, called: string[], again: () => Notes) => void): Promise<void> {
  return runInDurableObject(env.POLLER.getByName(crypto.randomUUID()), (_instance, { storage: { kv } }) => {
    const called: string[] = [];
    const counted = new Proxy(kv, {
      get: (target, method: keyof SyncKvStorage) => {
        called.push(method);
        return target[method].bind(target);
      },
    });
    act(new Notes(counted), called, () => new Notes(kv));
  });
}

test('all values are read once, also those that are not there', () =>
  inStorage((notes, called) => {
    expect([notes.get('one'), notes.number('one'), notes.get('two')]).toEqual([undefined, null, undefined]);
    notes.put('one', 1);
    notes.put('two', [['a', 1]]);
    expect([notes.get('one'), notes.number('one')]).toEqual([1, 1]);
    expect([notes.get('two'), notes.number('two')]).toEqual([[['a', 1]], null]);
    expect(called).toEqual(['list', 'put', 'put']);
  }));

test('a value that is noted or deleted is so for the next life of the object as well', () =>
  inStorage((notes, _called, again) => {
    notes.put('one', 1);
    notes.put('two', 2);
    notes.delete('one');
    expect([notes.number('one'), again().number('one')]).toEqual([null, null]);
    expect([notes.number('two'), again().number('two')]).toEqual([2, 2]);
  }));

test('what was undone is read again', () =>
  inStorage((notes, _called, again) => {
    expect(notes.number('one')).toBeNull();
    again().put('one', 2);
    expect(notes.number('one')).toBeNull();
    notes.forget();
    expect(notes.number('one')).toBe(2);
  }));
