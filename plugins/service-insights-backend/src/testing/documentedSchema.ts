import Ajv from 'ajv/dist/2020';
import { openApiDocument } from '../router/openApiDocument';

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(
  { ...JSON.parse(JSON.stringify(openApiDocument())), $id: 'api' },
  'api',
  false,
  false,
);

/**
 * What the OpenAPI document has against a value: nothing when it is as documented.
 *
 * @param name - the schema in `components.schemas`
 */
export function differencesFrom(name: string, value: unknown): unknown[] {
  const validate = ajv.getSchema(`api#/components/schemas/${name}`);
  if (!validate) throw new Error(`The document has no schema ${name}`);
  validate(value);
  return validate.errors ?? [];
}
