import { expect, test } from 'vitest';
import { CachedDocuments } from '../../../worker/poller/store/cached-documents.ts';
import { freshState } from '../../../worker/poller/store/feed-state.ts';

const document = { feedState: freshState('here'), remembered: [] };

test('a document is given back in the very version in which it was read, and in no other', () => {
  const cached = new CachedDocuments();
  cached.set('blog', { version: 1, length: 4, document });
  expect(cached.get('blog', 1)).toBe(document);
  expect(cached.get('blog', 2)).toBeNull();
  expect(cached.get('other', 1)).toBeNull();
});

test('no more than a million characters are kept, and one that is longer not at all', () => {
  const cached = new CachedDocuments();
  const most = { version: 1, length: 600_000, document };
  cached.set('one', most);
  cached.set('one', most);
  expect(cached.get('one', 1)).toBe(document);
  cached.set('two', most);
  expect(cached.get('one', 1)).toBeNull();
  expect(cached.get('two', 1)).toBe(document);
  cached.set('two', { version: 2, length: 2_000_000, document });
  expect(cached.get('two', 2)).toBeNull();
  expect(cached.get('two', 1)).toBeNull();
});
