import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receiverSamples } from '../../scripts/receiver-samples.ts';
import { deriveSecret, sign } from '../../worker/destination/sign.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SAMPLES = path.join(ROOT, 'docs/receivers');

type Sample = {
  readonly file: string;
  /** Name of the language in a fence of Markdown. */
  readonly fence: string;
  readonly command: string;
  /** Arguments for a run in a folder that holds the sample and `check`. */
  readonly args: readonly string[];
  /** Name and text of a program that reads [[secret, headers, body]] as JSON and prints what the sample says of each. */
  readonly check: readonly [string, string];
};

const SAMPLE: Readonly<Record<string, Sample>> = {
  'Node.js': {
    file: 'verify.mjs',
    fence: 'js',
    command: process.execPath,
    args: ['check.mjs'],
    check: [
      'check.mjs',
      `import { readFileSync } from 'node:fs';
import { verify } from './verify.mjs';
const cases = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(cases.map(([secret, headers, body]) => verify(secret, headers, Buffer.from(body)))));`,
    ],
  },
  Python: {
    file: 'verify.py',
    fence: 'python',
    command: 'python3',
    args: ['check.py'],
    check: [
      'check.py',
      `import json, sys
from verify import verify
cases = json.loads(sys.stdin.buffer.read())
print(json.dumps([verify(secret, headers, body.encode()) for secret, headers, body in cases]))`,
    ],
  },
  Ruby: {
    file: 'verify.rb',
    fence: 'ruby',
    command: 'ruby',
    args: ['check.rb'],
    check: [
      'check.rb',
      `require "json"
require_relative "verify"
cases = JSON.parse(STDIN.read.force_encoding("UTF-8"))
puts JSON.generate(cases.map { |secret, headers, body| verify(secret, headers.transform_keys { |name| "HTTP_#{name.upcase.tr("-", "_")}" }, body) })`,
    ],
  },
  PHP: {
    file: 'verify.php',
    fence: 'php',
    command: 'php',
    args: ['check.php'],
    check: [
      'check.php',
      `<?php
require 'verify.php';
$said = [];
foreach (json_decode(file_get_contents('php://stdin'), true) as [$secret, $headers, $body]) {
    $server = [];
    foreach ($headers as $name => $value) $server['HTTP_' . strtoupper(strtr($name, '-', '_'))] = $value;
    $said[] = verify($secret, $server, $body);
}
echo json_encode($said);`,
    ],
  },
  Go: {
    file: 'verify.go',
    fence: 'go',
    command: 'go',
    args: ['run', 'verify.go', 'check.go'],
    check: [
      'check.go',
      `package main

import (
	"encoding/json"
	"net/http"
	"os"
)

func main() {
	var cases [][3]json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	said := []bool{}
	for _, one := range cases {
		var secret, body string
		var headers map[string]string
		json.Unmarshal(one[0], &secret)
		json.Unmarshal(one[1], &headers)
		json.Unmarshal(one[2], &body)
		header := http.Header{}
		for name, value := range headers {
			header.Set(name, value)
		}
		said = append(said, verify(secret, header, []byte(body)))
	}
	json.NewEncoder(os.Stdout).Encode(said)
}`,
    ],
  },
};

/** True if the machine has the language. `go` knows no --version. */
function isHere({ command }: Sample): boolean {
  return spawnSync(command, [command === 'go' ? 'version' : '--version'], { stdio: 'ignore' }).status === 0;
}

const samples = Object.entries(SAMPLE).map(([language, sample]) => ({ language, ...sample, isHere: isHere(sample) }));

type Case = {
  readonly title: string;
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly accepted: boolean;
};

const KEY = '0123456789abcdef0123456789abcdef';
const BODY = '{"text":"中国人 — 😀 <b>\\u0000"}';

/** Messages as Earshot signs them, and what others may make of them. */
async function casesAt(now: number): Promise<readonly Case[]> {
  const [secret, old, other] = await Promise.all([
    deriveSecret(KEY, 'default'),
    deriveSecret(`${KEY}0`, 'default'),
    deriveSecret(KEY, 'other'),
  ]);
  const own = `whsec_${Buffer.alloc(25, 255).toString('base64')}`;
  const at = (seconds: number, secrets: readonly string[] = [secret]): Promise<Record<string, string>> =>
    sign({ id: 'msg_1', timestamp: now + seconds, secrets }, BODY);
  const [headers, rotated, ownHeaders, late, early] = await Promise.all([
    at(0),
    at(0, [secret, old]),
    at(0, [own]),
    at(-600),
    at(600),
  ]);
  // Whoever sets no secret has an empty one, which anybody can sign with.
  const withNoKey = createHmac('sha256', '').update(`msg_1.${now}.${BODY}`).digest('base64');
  const unsigned = { ...headers, 'webhook-signature': `v1,${withNoKey}` };
  const without = (name: string): Record<string, string> =>
    Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name));
  const signature = headers['webhook-signature'] ?? '';
  return [
    { title: 'the right signature', secret, headers, body: BODY, accepted: true },
    { title: 'a secret of its own', secret: own, headers: ownHeaders, body: BODY, accepted: true },
    { title: 'two signatures, with the new secret', secret, headers: rotated, body: BODY, accepted: true },
    { title: 'two signatures, with the old secret', secret: old, headers: rotated, body: BODY, accepted: true },
    { title: 'two signatures, with another secret', secret: other, headers: rotated, body: BODY, accepted: false },
    { title: 'the wrong secret', secret: other, headers, body: BODY, accepted: false },
    { title: 'no secret', secret: '', headers: unsigned, body: BODY, accepted: false },
    { title: 'a part of a secret', secret: 'whsec_AAAA', headers, body: BODY, accepted: false },
    { title: 'a changed body', secret, headers, body: BODY.replace('<b>', '<i>'), accepted: false },
    { title: 'no body', secret, headers, body: '', accepted: false },
    { title: 'another id', secret, headers: { ...headers, 'webhook-id': 'msg_2' }, body: BODY, accepted: false },
    { title: 'an old message', secret, headers: late, body: BODY, accepted: false },
    { title: 'a message from the future', secret, headers: early, body: BODY, accepted: false },
    {
      title: 'an old message with a new time',
      secret,
      headers: { ...late, 'webhook-timestamp': String(now) },
      body: BODY,
      accepted: false,
    },
    ...['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
      title: `no ${name}`,
      secret,
      headers: without(name),
      body: BODY,
      accepted: false,
    })),
    ...['', 'now', `${now}x`, `-${now}`, `0x${now.toString(16)}`, '9'.repeat(30)].map((timestamp) => ({
      title: `the time "${timestamp}"`,
      secret,
      headers: { ...headers, 'webhook-timestamp': timestamp },
      body: BODY,
      accepted: false,
    })),
    ...[
      'v1',
      'v1,',
      'v1,?',
      'v1,AAAA',
      signature.slice(0, -4),
      signature.slice('v1,'.length),
      signature.replace('v1,', 'v2,'),
      signature.replace('v1,', 'v1a,'),
      'v1,\u00ff',
    ].map((broken) => ({
      title: `the signature "${broken.slice(0, 12)}"`,
      secret,
      headers: { ...headers, 'webhook-signature': broken },
      body: BODY,
      accepted: false,
    })),
    {
      title: 'the right one behind signatures of other versions',
      secret,
      headers: { ...headers, 'webhook-signature': `v1a,AAAA v2,BBBB ${signature}` },
      body: BODY,
      accepted: true,
    },
  ];
}

const webhooks = readFileSync(path.join(ROOT, 'docs/webhooks.md'), 'utf8');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'earshot-receivers-'));
  const missing = samples.filter((sample) => !sample.isHere).map(({ language }) => language);
  if (missing.length === 0) return;
  const names = missing.join(' and ');
  if (process.env['RECEIVER_TESTS'] === 'required') throw new Error(`There is no ${names}, and the samples must run.`);
  process.stdout.write(`No ${names} here: their samples for receivers are left out.\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the pages show the samples that are run here (else: npm run schema)', () => {
  const shown = readFileSync(path.join(ROOT, 'worker/admin/pages/destination/samples.json'), 'utf8');
  expect(JSON.parse(shown)).toEqual(receiverSamples());
  expect(receiverSamples().map(([language]) => language)).toEqual(Object.keys(SAMPLE));
});

describe.each(samples)('the receiver in $language', ({ file, fence, command, args, check, isHere: runs }) => {
  test('stands in docs/webhooks.md as it is run here', () => {
    const text = readFileSync(path.join(SAMPLES, file), 'utf8').trimEnd();
    expect(webhooks).toContain(`[${file}](receivers/${file})`);
    expect(webhooks).toContain(`\n\`\`\`${fence}\n${text}\n\`\`\`\n`);
  });

  test.runIf(runs)('accepts what Earshot has just signed, and nothing else', { timeout: 240_000 }, async () => {
    copyFileSync(path.join(SAMPLES, file), path.join(folder, file));
    writeFileSync(path.join(folder, check[0]), check[1]);
    const cases = await casesAt(Math.floor(Date.now() / 1000));
    const printed = execFileSync(command, args, {
      cwd: folder,
      input: JSON.stringify(cases.map(({ secret, headers, body }) => [secret, headers, body])),
      encoding: 'utf8',
    });
    const said: unknown = JSON.parse(printed);
    expect(cases.map(({ title }, index) => [title, Array.isArray(said) ? said[index] : said])).toEqual(
      cases.map(({ title, accepted }) => [title, accepted]),
    );
  });
});
