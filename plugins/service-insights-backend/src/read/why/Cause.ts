/**
 * A part of the whole, told by its values of some dimensions, with what was counted before and now. Before is scaled
 * to the length of now, or is what now was expected to be.
 */
export type Segment = {
  values: Readonly<Record<string, string>>;
  before: number;
  now: number;
};

/** Elements of one or two dimensions that a change is associated with. */
export type Cause = {
  /** The dimensions, as `operation` or `operation` and `region`. */
  dimensions: readonly string[];
  /** The values of the dimensions, element by element. */
  elements: readonly (readonly string[])[];
  before: number;
  now: number;
  /** How it ranks: the ratio below, less for what takes more words to say. */
  score: number;
  /** Log-likelihood ratio of the set having moved otherwise than the rest. */
  llr: number;
  /** The change had everything moved like the rest: (ρ − 1) × B. */
  broad: number;
  /** What the set adds to that: c − ρ b. Broad and specific add up to the whole change. */
  specific: number;
  confidence: Confidence;
};

/**
 * How sure one may be of a cause: `main` and `likely` name it; `broad` means that everything moved and this is no more
 * than the largest contribution.
 */
export type Confidence = 'main' | 'likely' | 'broad';

/** How sure evidence makes, a log-likelihood ratio: the thresholds are those that were measured for the scan. */
export function confidenceIn(evidence: number): Confidence {
  if (evidence < 50) return 'broad';
  return evidence >= 100 ? 'main' : 'likely';
}
