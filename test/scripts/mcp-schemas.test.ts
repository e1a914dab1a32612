import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mcpSchemas } from '../../scripts/mcp-schemas.ts';
import { tools } from '../../worker/admin/mcp/tools.ts';

test('the schemas of the MCP tools are those that they check with (else: npm run schema)', () => {
  const file = join(import.meta.dirname, '../../worker/admin/mcp/schemas.json');
  const published: unknown = JSON.parse(readFileSync(file, 'utf8'));
  expect(published).toEqual(mcpSchemas());
});

test('tools that change something say so, and take a token', () => {
  const schemas = mcpSchemas();
  for (const { name, changes, description } of tools) {
    expect(JSON.stringify(schemas[name]?.inputSchema).includes('"confirm"')).toBe(changes);
    expect(description.includes('"confirm"')).toBe(changes);
    expect(description.length).toBeLessThan(700);
  }
});

test('a tool whose answer has text of strangers says in its description that it is untrusted', () => {
  for (const { name, description } of tools) {
    const isMarked = JSON.stringify(mcpSchemas()[name]?.outputSchema).includes('"notice"');
    expect(/untrusted/i.test(description)).toBe(isMarked);
  }
});
