// Writes what is made of the Worker's own schemas: npm run schema
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCommandLine } from './command-line.ts';
import { configurationPage } from './config-page.ts';
import { configSchema, destinationSchema, feedSchema } from './config-schema.ts';
import { mcpSchemas } from './mcp-schemas.ts';
import { openApi } from './openapi/document.ts';
import { receiverSamples } from './receiver-samples.ts';

const USAGE = `npm run schema

Writes what is made of the Worker's own schemas: earshot.schema.json, which editors check an earshot.json against,
feed.schema.json and destination.schema.json for single values, docs/configuration.md,
openapi.json, which describes the API and the messages of webhooks, and worker/admin/mcp/schemas.json, which describes
the MCP tools. Also a copy of docs/receivers for the pages.`;

readCommandLine(USAGE, {});
const written: Readonly<Record<string, string>> = {
  'earshot.schema.json': json(configSchema()),
  'feed.schema.json': json(feedSchema()),
  'destination.schema.json': json(destinationSchema()),
  'docs/configuration.md': configurationPage(),
  'openapi.json': json(openApi()),
  'worker/admin/mcp/schemas.json': json(mcpSchemas()),
  'worker/admin/pages/destination/samples.json': json(receiverSamples()),
};
for (const [file, text] of Object.entries(written)) {
  writeFileSync(path.join(import.meta.dirname, '..', file), text);
  console.log(`${file} written`);
}

function json(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
