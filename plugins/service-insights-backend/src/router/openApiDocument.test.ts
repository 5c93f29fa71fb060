import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApiDocument, openApiFile } from './openApiDocument';

const root = join(__dirname, '../../../..');

it('is what docs/ has (npm run openapi writes it)', async () => {
  const written = await readFile(join(root, openApiFile), 'utf8');
  expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
});
