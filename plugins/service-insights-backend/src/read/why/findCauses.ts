import { confidenceIn, type Cause, type Confidence, type Segment } from './Cause';
import { likelihoodRatio } from './likelihoodRatio';

/** The thresholds of the scan, from its measured accuracy on synthetic and labelled incidents. */
const leastRelativeChange = 0.05;
const leastShareOfExcess = 0.03;
const longestPrefix = 12;
const nearlyBest = 0.9;
const mostElements = 5;
const mostCauses = 3;

type Element = { values: readonly string[]; before: number; now: number; rows: readonly number[] };
type Cuboid = { dimensions: readonly string[]; elements: readonly Element[] };
type Candidate = {
  dimensions: readonly string[];
  set: readonly Element[];
  others: readonly Element[];
  llr: number;
  score: number;
  rows: ReadonlySet<number>;
};

/**
 * Names what a change is associated with: the sets of elements, of one dimension or of two together, that moved most
 * unlike the rest (a linear-time subset scan). A change that everything shares names nothing with confidence.
 *
 * @param segments - the parts of the whole; each segment has a value of every dimension
 * @param dimensions - the dimensions to look along
 * @param options - `mostElements`: how many elements of a dimension one cause may have
 * @returns three causes at most, the best first; none when the whole moved by less than 5 %
 */
export function findCauses(
  segments: readonly Segment[],
  dimensions: readonly string[],
  options: { mostElements?: number } = {},
): Cause[] {
  const before = sumOf(segments, segment => segment.before);
  const now = sumOf(segments, segment => segment.now);
  if (before <= 0 || Math.abs(now - before) < leastRelativeChange * before) return [];
  const candidates = cuboidsOf(segments, dimensions)
    .flatMap(cuboid => scan(cuboid, before, now, options.mostElements ?? mostElements))
    .sort((a, b) => b.score - a.score);
  return distinct(candidates, segments.length)
    .slice(0, mostCauses)
    .map(candidate => describe(candidate, before, now));
}

function cuboidsOf(segments: readonly Segment[], dimensions: readonly string[]): Cuboid[] {
  const pairs = dimensions.flatMap((first, i) =>
    dimensions.slice(i + 1).map(second => [first, second]),
  );
  return [...dimensions.map(dimension => [dimension]), ...pairs].map(along => {
    const elements = new Map<string, Element & { rows: number[] }>();
    segments.forEach((segment, row) => {
      const values = along.map(dimension => segment.values[dimension]);
      const key = JSON.stringify(values);
      const element = elements.get(key) ?? { values, before: 0, now: 0, rows: [] };
      element.before += segment.before;
      element.now += segment.now;
      element.rows.push(row);
      elements.set(key, element);
    });
    return { dimensions: along, elements: [...elements.values()] };
  });
}

function scan(cuboid: Cuboid, before: number, now: number, most: number): Candidate[] {
  return [1, -1].flatMap(direction => {
    const excessOf = (element: Element) =>
      direction * (element.now - (element.before * now) / before);
    const oneWay = cuboid.elements.filter(element => excessOf(element) > 0);
    const allExcess = sumOf(oneWay, excessOf);
    const sorted = oneWay
      .filter(element => excessOf(element) >= leastShareOfExcess * allExcess)
      .sort((a, b) => direction * (ratioOf(b) - ratioOf(a)))
      .slice(0, longestPrefix);
    const prefixes = sorted.map((_, i) => {
      const set = sorted.slice(0, i + 1);
      const setBefore = sumOf(set, element => element.before);
      const setNow = sumOf(set, element => element.now);
      return { set, setBefore, llr: likelihoodRatio(setBefore, setNow, before, now) };
    });
    const best = Math.max(...prefixes.map(({ llr }) => llr));
    const chosen = prefixes.find(({ llr }) => llr >= nearlyBest * best);
    if (!chosen || chosen.set.length > most) return [];
    const { set, setBefore, llr } = chosen;
    // What was all there was before has no rest to be told from.
    if (setBefore > before * (1 - 1e-9)) return [];
    const depth = cuboid.dimensions.length;
    const score =
      (llr / 1.5 ** (depth - 1) / (1 + 0.05 * (set.length - 1))) *
      (direction === Math.sign(now - before) ? 1.03 : 1) *
      (setBefore <= before / 2 ? 1.01 : 1);
    const others = cuboid.elements.filter(element => !set.includes(element));
    const rows = new Set(set.flatMap(element => element.rows));
    return [{ dimensions: cuboid.dimensions, set, others, llr, score, rows }];
  });
}

/** Leaves out what says the same as something better: the same segments along other dimensions, or all the others. */
function distinct(candidates: readonly Candidate[], segments: number): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    const repeats = kept.some(({ rows }) => {
      const common = [...candidate.rows].filter(row => rows.has(row)).length;
      const same = common === rows.size && common === candidate.rows.size;
      const complement = common === 0 && rows.size + candidate.rows.size === segments;
      return same || complement;
    });
    if (!repeats) kept.push(candidate);
  }
  return kept;
}

function describe(
  { dimensions, set, others, llr, score }: Candidate,
  allBefore: number,
  allNow: number,
): Cause {
  const before = sumOf(set, element => element.before);
  const now = sumOf(set, element => element.now);
  const rest = (allNow - now) / (allBefore - before);
  const specific = now - rest * before;
  return {
    dimensions,
    elements: set.map(({ values }) => values),
    before,
    now,
    score,
    llr,
    broad: (rest - 1) * allBefore,
    specific,
    confidence: confidenceOf(specific, llr / scatterOf(others, rest), allBefore, allNow),
  };
}

/** How much more the other elements scatter around the common rate than counting alone would make them. */
function scatterOf(others: readonly Element[], rate: number): number {
  const deviations = others
    .filter(({ before }) => before > 0 && rate > 0)
    .map(({ before, now }) => (now - rate * before) ** 2 / (rate * before * (1 + rate)))
    .sort((a, b) => a - b);
  if (deviations.length === 0) return 1;
  if (deviations.length < 8)
    return Math.max(1, sumOf(deviations, value => value) / deviations.length);
  const middle = (deviations.length - 1) / 2;
  const median = (deviations[Math.floor(middle)] + deviations[Math.ceil(middle)]) / 2;
  // 0.455 is the median of a chi-squared with one degree of freedom.
  return Math.max(1, median / 0.455);
}

function confidenceOf(specific: number, evidence: number, before: number, now: number): Confidence {
  const material =
    Math.abs(specific) >= 0.5 * Math.abs(now - before) || Math.abs(specific) >= 0.05 * before;
  return material ? confidenceIn(evidence) : 'broad';
}

function ratioOf({ before, now }: Element): number {
  return (now + 0.5) / (before + 0.5);
}

function sumOf<T>(items: readonly T[], valueOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + valueOf(item), 0);
}
