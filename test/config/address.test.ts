import { describe, expect, test } from 'vitest';
import { readDestinationConfig } from '../../worker/config/destination.ts';
import { readFeedConfig } from '../../worker/config/feed.ts';

const secrets = (name: string): string | undefined =>
  ({ SIGNING_KEY: 'a root key of more than thirty-two characters', INNER_URL: 'http://10.0.0.1/' })[name];
const opened = (name: string): string | undefined => (name === 'ALLOW_PRIVATE_NETWORK' ? 'true' : secrets(name));

describe('an address', () => {
  const special = 'is on a private or otherwise special address';
  const unknown = 'has a host that only a private network knows';

  test.each([
    { url: 'http://10.0.0.1/hunter2', feed: special, destination: special },
    { url: 'https://nas.local/hunter2', feed: unknown, destination: unknown },
    { url: 'http://in.example/hunter2', feed: undefined, destination: 'is not https' },
  ])('$url is refused where it is configured, unless private networks are allowed', ({ url, ...why }) => {
    const read = {
      feed: readFeedConfig('qq', url, secrets),
      destination: readDestinationConfig('default', url, secrets),
    };
    expect(read.feed).toMatchObject(why.feed === undefined ? { ok: true } : { field: 'url', detail: why.feed });
    expect(read.destination).toMatchObject({ field: 'url', detail: why.destination });
    expect([readFeedConfig('qq', url, opened).ok, readDestinationConfig('default', url, opened).ok]).toEqual([
      true,
      true,
    ]);
  });

  test('that a secret holds is looked at likewise', () => {
    expect(readDestinationConfig('default', 'secret:INNER_URL', secrets)).toMatchObject({
      field: 'url',
      detail: special,
    });
  });
});
