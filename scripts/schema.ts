// Writes earshot.schema.json, which editors check an earshot.json against, from the Worker's own schemas.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configSchema } from './config-schema.ts';

const file = join(import.meta.dirname, '../earshot.schema.json');
writeFileSync(file, `${JSON.stringify(configSchema(), null, 2)}\n`);
console.log('earshot.schema.json written');
