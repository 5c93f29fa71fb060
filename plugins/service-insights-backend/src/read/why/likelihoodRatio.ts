/**
 * How much better the counts are explained when a set has a rate of change of its own: Kulldorff's Poisson
 * log-likelihood ratio. What was not there before counts as half, so that nothing is divided by zero.
 *
 * @param before - of the set; `allBefore` of everything
 * @param now - of the set; `allNow` of everything
 */
export function likelihoodRatio(
  before: number,
  now: number,
  allBefore: number,
  allNow: number,
): number {
  const rate = allNow / allBefore;
  return sideOf(before, now, rate) + sideOf(allBefore - before, allNow - now, rate);
}

function sideOf(before: number, now: number, rate: number): number {
  const own = now / Math.max(before, 0.5);
  return (now > 0 ? now * Math.log(own / rate) : 0) - (own - rate) * before;
}
