import { failureRate, validCalls, type Tally } from './Tally';

/** The rule for a rate that moved: by a quarter, by this many calls, and by more than chance. */
const leastRise = 1.25;
const leastExcessCalls = 20;
const leastZ = 3;

/** Failed calls more, or fewer, than they would be at the rate of before. */
export function excessCalls(now: Tally, before: Tally): number {
  return ((failureRate(now) ?? 0) - (failureRate(before) ?? 0)) * validCalls(now);
}

/** Whether the failure rate moved, by the rule that all of the portal goes by. */
export function failureShift(now: Tally, before: Tally): 'up' | 'down' | undefined {
  const rate = failureRate(now);
  const rateBefore = failureRate(before);
  if (rate === null || rateBefore === null) return undefined;
  if (Math.abs(excessCalls(now, before)) < leastExcessCalls) return undefined;
  if (Math.abs(twoProportionZ(now, before)) < leastZ) return undefined;
  if (rate >= leastRise * rateBefore) return 'up';
  return leastRise * rate <= rateBefore ? 'down' : undefined;
}

/** How many standard errors two rates lie apart, if they were one. */
function twoProportionZ(now: Tally, before: Tally): number {
  const [valid, validBefore] = [validCalls(now), validCalls(before)];
  const pooled = (now.serviceFaults + before.serviceFaults) / (valid + validBefore);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / valid + 1 / validBefore));
  const difference = now.serviceFaults / valid - before.serviceFaults / validBefore;
  return error > 0 ? difference / error : 0;
}
