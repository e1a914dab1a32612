import { describe, expect, test } from 'vitest';
import { keyProblem, shownKey, shownName, sortKeys } from '../../worker/config/keys.ts';

describe('a key of CONFIG', () => {
  test('is a feed’s, a destination’s or misnamed', () => {
    const keys = ['feed:a', 'destination:b', 'feeds:c', 'feed:No Name', 'destination:https://x.example/', 'feed:', ''];
    expect(sortKeys(keys)).toEqual({
      feeds: ['a'],
      destinations: ['b'],
      misnamed: ['feeds:c', 'feed:No Name', 'destination:https://x.example/', 'feed:', ''],
    });
  });

  test.each([
    ['feeds:x', '"feed:"'],
    ['Feed:x', '"feed:"'],
    ['fed:x', '"feed:"'],
    ['feed/x', '"feed:"'],
    [' feed:x', '"feed:"'],
    ['dest:x', '"destination:"'],
    ['destinations:x', '"destination:"'],
    ['desitnation:x', '"destination:"'],
    ['destinaton:x', '"destination:"'],
  ])('%s is told with the nearest prefix that is right, %s', (key, prefix) => {
    expect(keyProblem(key)).toBe(`unknown prefix: did you mean ${prefix}?`);
  });

  test.each(['x', 'webhook:x', 'https://x.example/feed', '', '://'])('%j is like no prefix, and told both', (key) => {
    expect(keyProblem(key)).toBe('unknown prefix: a key begins with "feed:" or "destination:"');
  });

  test('with a name that cannot be is told what a name is, and where a URL belongs', () => {
    expect(keyProblem('feed:No Name')).toMatch(/^the name must be a-z.*at most$/);
    expect(keyProblem('destination:https://x.example/')).toMatch(/a URL belongs into the value$/);
  });
});

describe('what is shown of a key', () => {
  test.each([
    ['feed:blog', 'feed:blog'],
    ['destination:my-team.2', 'destination:my-team.2'],
    ['feeds:blog', 'feeds:blog'],
    ['dest:blog', 'dest:blog'],
    ['feed:No Name', 'feed:No Name'],
  ])('%s is whole where it is a name', (key, shown) => {
    expect(shownKey(key)).toBe(shown);
  });

  test.each([
    ['destination:https://hooks.slack.com/services/T0/B0/hunter2', 'destination:https://…'],
    ['https://hooks.slack.com/services/T0/B0/hunter2', 'https://…'],
    ['feeds:https://me:hunter2@blog.example/', 'feeds:https://…'],
    ['slack:xoxb-1234-hunter2', 'slack:xo…'],
    ['hunter1-hunter2', 'hunter1-…'],
    [`feed:${'x'.repeat(64)}hunter2`, 'feed:xxxxxxxx…'],
    ['feed:a\nb', 'feed:a?b'],
    ['feed:\u202eevil', 'feed:?evil'],
  ])('%j is shortened where it may be a credential, or is no text to show', (key, shown) => {
    expect(shownKey(key)).toBe(shown);
  });

  test('a name is shown likewise', () => {
    expect([shownName('blog'), shownName('https://blog.example/?key=hunter2')]).toEqual(['blog', 'https://…']);
  });
});
