import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { problemShape } from '../../worker/admin/problem-shape.ts';
import {
  commentShape,
  destinationShape,
  feedShape,
  messageShape,
  postCountsShape,
  postShape,
} from '../../worker/admin/shapes.ts';
import { configValueSchemas } from '../config-schema.ts';
import { documentation } from './documentation.ts';
import { examples } from './examples.ts';
import { messages, parts } from './message-shapes.ts';

type Json = Record<string, unknown>;

/** All schemas by name: those of bodies, the problem and the messages. */
export function schemas(): Json {
  const bodies = Object.values(documentation).flatMap(({ request, answers }) => [
    ...(request === undefined ? [] : [request]),
    ...answers.flatMap(({ body }) => (body === null ? [] : [body])),
  ]);
  const made = bodies.flatMap(({ schema, shape }) => (shape === null ? [] : [[schema, convert(shape)] as const]));
  const all: Record<string, Json> = {
    ...Object.fromEntries(made),
    ...configValueSchemas(),
    ...Object.fromEntries(Object.entries(SHARED).map(([name, shape]) => [name, convert(shape)])),
    Problem: convert(problemShape),
    ...Object.fromEntries(messages.map(({ type, shape }) => [type, convert(shape)])),
  };
  for (const [name, example] of Object.entries(examples)) all[name] = { ...all[name], examples: [example] };
  return all;
}

/** Schemas that others refer to by name. */
const SHARED: Readonly<Record<string, v.GenericSchema>> = {
  ...parts,
  Feed: feedShape,
  Destination: destinationShape,
  Message: messageShape,
  Comment: commentShape,
  Post: postShape,
  PostCounts: postCountsShape,
};

/** Converts a shape; what it has in common with others is referred to. */
function convert(shape: v.GenericSchema): Json {
  const definitions = Object.fromEntries(Object.entries(SHARED).filter(([, shared]) => shared !== shape));
  const schema = toJsonSchema(shape, {
    target: 'draft-2020-12',
    typeMode: 'input',
    // What JSON Schema cannot say (a check in code) is said by the Worker alone.
    errorMode: 'ignore',
    definitions,
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  });
  const { $schema: _, $defs: __, ...own } = schema;
  return own;
}
