export {
  datasetDefinitionSchema,
  type DatasetDefinition,
  type DatasetDefinitionInput,
  type Expression,
} from './datasetDefinition';
export { isoDurationMs } from './isoDuration';
export { defineDataset } from './defineDataset';
export {
  parseDefinition,
  formatDefinitionProblem,
  type DefinitionProblem,
  type ParsedDefinition,
} from './parseDefinition';
