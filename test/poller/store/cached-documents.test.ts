import { expect, test } from 'vitest';
import { CachedDocuments } from '../../../worker/poller/store/cached-documents.ts';
import { freshState } from '../../../worker/poller/store/feed-state.ts';

const document = { feedState: freshState('here'), remembered: [] };

test('a document is given back for the very text that it was parsed from, and for no other', () => {
  const cached = new CachedDocuments();
  cached.set('blog', 'text', document);
  expect(cached.get('blog', 'text')).toBe(document);
  expect(cached.get('blog', 'another text')).toBeNull();
  expect(cached.get('other', 'text')).toBeNull();
});

test('no more than a million characters are kept, and one that is longer not at all', () => {
  const cached = new CachedDocuments();
  const text = 'x'.repeat(600_000);
  cached.set('one', text, document);
  cached.set('one', text, document);
  expect(cached.get('one', text)).toBe(document);
  cached.set('two', text, document);
  expect(cached.get('one', text)).toBeNull();
  expect(cached.get('two', text)).toBe(document);
  const long = 'x'.repeat(2_000_000);
  cached.set('two', long, document);
  expect(cached.get('two', long)).toBeNull();
  expect(cached.get('two', text)).toBeNull();
});
