import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Deploying, NAMESPACES } from '../support/deploying.ts';

const URL = 'https://blog.example/comments/feed/';
const PUT = `npx wrangler kv key put --binding CONFIG feed:blog ${URL}`;

const deploying = new Deploying();

describe('npm run deploy', () => {
  test('after one that failed half-way takes the namespaces that are there', async () => {
    deploying.cloudflare.isUploadBroken = true;
    expect(await deploying.clone.run('npm run deploy')).toMatchObject({ status: 1 });
    const left = new Map(deploying.cloudflare.namespaces);
    expect(left.size).toBe(2);

    deploying.cloudflare.isUploadBroken = false;
    const again = await deploying.clone.run('npm run deploy');
    expect(again).toMatchObject({ status: 0, text: expect.stringContaining('of an earlier deploy (CONFIG, SEEN)') });
    expect(deploying.cloudflare.namespacesOf('earshot')).toEqual(NAMESPACES);
    expect(deploying.cloudflare.namespaces).toEqual(left);
  });

  test('leaves wrangler.toml as it was, also in a terminal and without comments, where wrangler writes into it', async () => {
    const bare = deploying.clone.read('wrangler.toml').replaceAll(/^#.*\n/gm, '');
    writeFileSync(path.join(deploying.clone.folder, 'wrangler.toml'), bare);
    const shown = await deploying.clone.runInTerminal('npm run deploy');
    expect(shown).toMatchObject({ status: 0, text: expect.stringContaining('wrangler.toml is left as it was') });
    expect(deploying.cloudflare.namespacesOf('earshot')).toEqual(NAMESPACES);
    expect(deploying.clone.read('wrangler.toml')).toBe(bare);
  });

  test('uploads no source map unless it is asked to', async () => {
    await deploying.clone.run('npm run deploy');
    await deploying.clone.run('npm run deploy -- --upload-source-maps');
    expect(deploying.cloudflare.uploads.map(({ parts }) => [...parts.keys()])).toEqual([
      ['metadata', 'index.js'],
      ['metadata', 'index.js', 'index.js.map'],
    ]);
  });

  test('binds e-mail where the lines for it are no comment any more, and only there', async () => {
    const toml = deploying.clone.read('wrangler.toml');
    expect(await deploying.clone.run('npm run deploy')).toMatchObject({ status: 0 });
    const changed = toml.replace('# [[send_email]]\n# name = "EMAIL"', '[[send_email]]\nname = "EMAIL"');
    writeFileSync(path.join(deploying.clone.folder, 'wrangler.toml'), changed);
    expect(await deploying.clone.run('npm run deploy')).toMatchObject({ status: 0 });
    const emails = deploying.cloudflare.uploads.map(({ metadata }) =>
      metadata.bindings.filter(({ type }) => type === 'send_email').map(({ name }) => name),
    );
    expect(emails).toEqual([[], ['EMAIL']]);
  });

  test('asks nobody where nothing is to be uploaded', async () => {
    const dry = await deploying.clone.run('npm run deploy -- --dry-run', { CLOUDFLARE_API_TOKEN: '' });
    expect(dry).toMatchObject({ status: 0, text: expect.stringContaining('--dry-run: exiting now') });
    expect(deploying.cloudflare.requests).toEqual([]);
  });

  test('makes a second instance in the same account under another name, and leaves the first alone', async () => {
    deploying.cloudflare.addWorker('earshot');
    const first = deploying.cloudflare.workers.get('earshot');
    const renamed = deploying.clone.read('wrangler.toml').replace('name = "earshot"', 'name = "earshot-two"');
    writeFileSync(path.join(deploying.clone.folder, 'wrangler.toml'), renamed);
    expect(await deploying.clone.run('npm run deploy')).toMatchObject({ status: 0 });
    expect(deploying.cloudflare.workers.get('earshot')).toBe(first);
    expect([...deploying.cloudflare.namespaces.values()].toSorted()).toEqual([
      'earshot-config',
      'earshot-seen',
      'earshot-two-config',
      'earshot-two-seen',
    ]);
    expect(await deploying.clone.run(`${PUT} --remote`)).toMatchObject({ status: 0 });
    expect([...deploying.cloudflare.values.keys()]).toEqual(['earshot-two-config/feed:blog']);
  });
});

describe('wrangler kv key put', () => {
  test('comes after the first deploy: there is nowhere to put a value before', async () => {
    expect(await deploying.clone.run(`${PUT} --remote`)).toEqual({
      status: 1,
      text: expect.stringContaining('This Worker does not exist on your account'),
    });
  });

  test('and its neighbours list, show, change and remove a feed', async () => {
    deploying.cloudflare.addWorker('earshot');
    await deploying.clone.run(`${PUT} --remote`);
    const kv = (command: string) => deploying.clone.run(`npx wrangler kv key ${command} --remote --binding CONFIG`);
    expect((await kv('list')).text).toContain('"feed:blog"');
    expect((await kv('get feed:blog')).text).toContain(URL);
    await kv(`put feed:blog '{ "url": "${URL}", "every": "15m" }'`);
    expect(deploying.cloudflare.values.get('earshot-config/feed:blog')).toBe(`{ "url": "${URL}", "every": "15m" }`);
    expect(await kv('delete feed:blog')).toMatchObject({ status: 0 });
    expect(deploying.cloudflare.values.size).toBe(0);
  });

  test('without --remote puts a value on this machine alone, where the deployed Worker never sees it', async () => {
    expect(await deploying.clone.run(PUT)).toEqual({
      status: 0,
      text: expect.stringContaining('Resource location: local'),
    });
    expect(deploying.cloudflare.requests).toEqual([]);
    expect(await deploying.clone.run('npx wrangler kv key get --binding CONFIG feed:blog')).toMatchObject({
      text: expect.stringContaining(URL),
    });
  });
});

test('a secret is put from its file, without the line break at its end', async () => {
  deploying.cloudflare.addWorker('earshot');
  writeFileSync(path.join(deploying.clone.folder, 'signing-key.txt'), 'correct-horse-battery-staple-0123456789\n');
  expect(await deploying.clone.run('npx wrangler secret put SIGNING_KEY < signing-key.txt')).toMatchObject({
    status: 0,
  });
  expect(deploying.cloudflare.workers.get('earshot')?.secrets).toEqual(
    new Map([['SIGNING_KEY', 'correct-horse-battery-staple-0123456789']]),
  );
});
