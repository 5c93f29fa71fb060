import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { openApiDocument, openApiFile } from '../src/router/openApiDocument';

/** Writes the OpenAPI document that `docs/` links: `npm run openapi`. */
async function main(): Promise<void> {
  const path = join(__dirname, '../../..', openApiFile);
  const text = await format(JSON.stringify(openApiDocument()), { parser: 'json', printWidth: 100 });
  await writeFile(path, text);
}

main();
