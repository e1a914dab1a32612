import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { answerShapes } from '../worker/admin/mcp/answers.ts';
import { tools } from '../worker/admin/mcp/tools.ts';

/** JSON Schemas (2020-12, MCP's default) of each MCP tool: of the arguments it is called with, and of what it answers. */
export function mcpSchemas(): Record<string, { readonly inputSchema: object; readonly outputSchema: object }> {
  const shapes: ReadonlyMap<string, v.GenericSchema> = new Map(Object.entries(answerShapes));
  return Object.fromEntries(
    tools.map(({ name, input }) => {
      const shape = shapes.get(name);
      if (shape === undefined) throw new Error(`${name} has no shape in worker/admin/mcp/answers.ts`);
      return [name, { inputSchema: convert(input), outputSchema: convert(shape) }];
    }),
  );
}

function convert(schema: v.GenericSchema): object {
  // `errorMode: ignore`: what JSON Schema cannot say (a check in code) is said by the Worker alone.
  const { $schema: _default, ...json } = toJsonSchema(schema, {
    typeMode: 'input',
    errorMode: 'ignore',
    target: 'draft-2020-12',
  });
  return json;
}
