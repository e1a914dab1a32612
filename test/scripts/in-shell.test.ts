import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { inShell } from '../../scripts/local/in-shell.ts';

test.each(['/tmp/a b/signing-key', "it's/$HOME/*", '.wrangler/start/signing-key', '(a)&b;c', '~/x'])(
  '%s is one argument to a shell, and stays what it is',
  (path) => {
    expect(execFileSync('sh', ['-c', `printf '<%s>' ${inShell(path)}`]).toString()).toBe(`<${path}>`);
  },
);

test('a path that needs no quotation marks has none', () => {
  expect(inShell('.wrangler/start/signing-key')).toBe('.wrangler/start/signing-key');
});
