import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clockText } from '../../scripts/local/sample.ts';

const HOUR = 60 * 60_000;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'earshot-sample-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function clockAt(at: number): Promise<string> {
  const file = path.join(folder, String(at));
  await writeFile(file, String(at));
  return file;
}

describe('what is said of the sample’s clock', () => {
  test('it begins a week ago, in a first run and after one that was longer ago than that', async () => {
    const says = '4 s stand for 5 minutes; it begins a week ago';
    expect(clockText(path.join(folder, 'none'))).toBe(says);
    expect(clockText(await clockAt(Date.now() - 8 * 24 * HOUR))).toBe(says);
  });

  test('it goes on where the last run left it', async () => {
    const says = '4 s stand for 5 minutes; it goes on where the last run left it';
    expect(clockText(await clockAt(Date.now() - 24 * HOUR))).toBe(says);
  });
});
