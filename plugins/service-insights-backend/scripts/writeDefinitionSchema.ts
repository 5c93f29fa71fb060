import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  definitionJsonSchema,
  definitionSchemaFile,
} from '../src/definitions/definitionJsonSchema';

// npm run definition-schema: writes the JSON Schema of definitions from the schema in code.
const file = resolve(__dirname, '../../..', definitionSchemaFile);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, JSON.stringify(definitionJsonSchema()));
execFileSync('npx', ['prettier', '--write', file]);
