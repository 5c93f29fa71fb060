import { datasetDefinitionSchema } from 'backstage-plugin-service-insights-common';
import { z } from 'zod';

/** Where the repository keeps it, from its root. */
export const definitionSchemaFile = 'docs/schema/definition.schema.json';

/**
 * The JSON Schema of definition files, for completion and checks in editors.
 */
export function definitionJsonSchema(): object {
  return {
    title: 'A dataset of service insights',
    ...z.toJSONSchema(datasetDefinitionSchema, { io: 'input' }),
  };
}
