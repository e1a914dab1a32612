import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const inWorkerd = ['test/{admin,faults,hosts,io,outbox,poller}/**/*.test.ts', 'test/{index,rpc,tick}.test.ts'];
const endToEnd = ['test/e2e/**/*.test.ts'];
const inBrowser = ['test/browser/**/*.test.ts'];
const deploys = ['test/deploy/**/*.test.ts'];
const months = ['test/month/**/*.test.ts'];
const withWordPress = ['test/wordpress/**/*.test.ts'];

export default defineConfig({
  // Of the packages' source maps, some name files that they do not bring.
  logLevel: 'error',
  test: {
    // What the Worker logs is read where a test fails.
    silent: 'passed-only',
    // One fewer is the default: of two cores one would idle while a runtime starts.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout: 60_000,
          include: ['test/**/*.test.ts'],
          exclude: [...inWorkerd, ...endToEnd, ...inBrowser, ...deploys, ...months, ...withWordPress],
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' } })],
        test: {
          name: 'workerd',
          testTimeout: 60_000,
          include: inWorkerd,
          globalSetup: './test/support/answers.ts',
          // workerd sees no other variables.
          env: Object.fromEntries(
            ['FAULT_SEED', 'FAULT_FROM', 'FAULT_SEEDS', 'FAULT_BAIL', 'FAULT_HABITS'].map((name) => [
              name,
              process.env[name] ?? '',
            ]),
          ),
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' } })],
        test: {
          name: 'month',
          include: months,
          env: Object.fromEntries(
            ['MONTH_DAYS', 'MONTH_FEEDS', 'MIX_FEEDS'].map((name) => [name, process.env[name] ?? '']),
          ),
        },
      },
      { test: { name: 'e2e', include: endToEnd, testTimeout: 120_000, hookTimeout: 60_000 } },
      {
        test: {
          name: 'browser',
          include: inBrowser,
          globalSetup: './test/browser/setup.ts',
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'deploy', include: deploys, testTimeout: 240_000, hookTimeout: 60_000 } },
      { test: { name: 'wordpress', include: withWordPress, testTimeout: 120_000, hookTimeout: 60_000 } },
    ],
  },
});
