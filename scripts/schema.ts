// Writes earshot.schema.json, which editors check an earshot.json against, and the schemas of the MCP tools, from the Worker's
// own schemas: npm run schema
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from './command-line.ts';
import { configSchema } from './config-schema.ts';
import { mcpSchemas } from './mcp-schemas.ts';

const USAGE = `npm run schema

Writes earshot.schema.json, which editors check an earshot.json against, and worker/admin/mcp/schemas.json, which
describes the MCP tools, from the Worker's own schemas.`;

readCommandLine(USAGE, {});
const file = join(import.meta.dirname, '../earshot.schema.json');
writeFileSync(file, `${JSON.stringify(configSchema(), null, 2)}\n`);
console.log('earshot.schema.json written');
writeFileSync(
  join(import.meta.dirname, '../worker/admin/mcp/schemas.json'),
  `${JSON.stringify(mcpSchemas(), null, 2)}\n`,
);
console.log('worker/admin/mcp/schemas.json written');
