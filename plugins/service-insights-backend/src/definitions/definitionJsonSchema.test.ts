import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { definitionJsonSchema, definitionSchemaFile } from './definitionJsonSchema';

it('is in the documentation as it is in code (npm run definition-schema writes it)', () => {
  const written = readFileSync(resolve(__dirname, '../../../..', definitionSchemaFile), 'utf8');
  expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(definitionJsonSchema())));
});
