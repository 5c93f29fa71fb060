/** A definition as it was found, not yet checked. */
export type DefinitionCandidate = {
  /** The file, with the number of the document where it holds several; or the module. */
  origin: string;
  value: unknown;
};
