import { describe, expect, test } from 'vitest';
import { readDestinationConfig } from '../../worker/config/destination.ts';
import { blank } from '../../worker/config/blank.ts';

const SECRETS: Readonly<Record<string, string>> = { SIGNING_KEY: 'k'.repeat(40), HOOK: 'Bearer tok/en+4711' };

function opened(value: object) {
  const read = readDestinationConfig('d', JSON.stringify(value), (name) => SECRETS[name]);
  if (!read.ok) throw new Error(read.detail);
  return read.value;
}

const webhook = opened({
  url: 'https://example.com/api/comments/a8Fk2-Lq91xT?key=hunter2&n=1',
  headers: { authorization: 'secret:HOOK' },
});
const slack = opened({ url: 'https://hooks.slack.com/services/T0AAAA/B0BBBB/xyzzyplugh' });
const ntfy = opened({ url: 'https://ntfy.sh/mytopic', token: 'tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2' });

describe('an answer that is kept has', () => {
  test.each([
    ['a header’s value as it stands', webhook, 'bad Bearer tok/en+4711!', 'bad ***!'],
    ['the token in it', webhook, 'bad tok/en+4711', 'bad ***'],
    ['the token percent-encoded', webhook, 'bad tok%2Fen%2b4711', 'bad ***'],
    ['the token as some write JSON', webhook, '{"t":"tok\\/en+4711"}', '{"t":"***"}'],
    ['the whole address', webhook, 'POST https://example.com/api/comments/a8Fk2-Lq91xT?key=hunter2&n=1', 'POST ***'],
    ['its path', webhook, 'Cannot POST /api/comments/a8Fk2-Lq91xT', 'Cannot POST ***'],
    ['its path in other letters', webhook, 'CANNOT POST /API/COMMENTS/A8FK2-LQ91XT.', 'CANNOT POST ***.'],
    ['the secret part of its path', webhook, 'no hook a8Fk2-Lq91xT here', 'no hook *** here'],
    ['values of its query', webhook, 'key hunter2 expired', 'key *** expired'],
    ['words of its path', webhook, 'no comments today', 'no comments today'],
    ['a chat’s address in parts', slack, 'team T0AAAA, hook B0BBBB, key xyzzyplugh', 'team ***, hook ***, key ***'],
    ['a topic that is the secret', ntfy, '{"id":"1","topic":"mytopic"}', '{"id":"1","topic":"***"}'],
    ['a signing secret', webhook, 'expected whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'expected ***'],
    ['a credential that it breaks off in', webhook, 'you sent Bearer tok/en', 'you sent '],
    ['nothing else', webhook, '{"ok":true}', '{"ok":true}'],
  ])('%s blanked, or left as it is', (_what, destination, text, shown) => {
    expect(blank(text, destination)).toBe(shown);
  });
});
