import fc from 'fast-check';
import type { Segment } from './Cause';
import { findCauses } from './findCauses';
import { likelihoodRatio } from './likelihoodRatio';
import { rateEffects } from './rateEffects';

/** Faults of three regions, sixty in a hundred of them latency, in every region and period. */
const regions: [region: string, before: number, now: number][] = [
  ['us-east', 500, 480],
  ['eu-west', 300, 40],
  ['ap-south', 200, 180],
];
const segments: Segment[] = regions.flatMap(([region, before, now]) =>
  [
    { operation: 'Latency', share: 0.6 },
    { operation: 'Abort', share: 0.4 },
  ].map(({ operation, share }) => ({
    values: { region, operation },
    before: before * share,
    now: now * share,
  })),
);

describe('findCauses', () => {
  it('names the region that fell, and not the operation that every region shares', () => {
    const [first, ...rest] = findCauses(segments, ['operation', 'region']);
    expect(first).toMatchObject({
      dimensions: ['region'],
      elements: [['eu-west']],
      before: 300,
      now: 40,
    });
    expect(first.broad).toBeCloseTo(-57.14, 2);
    expect(first.specific).toBeCloseTo(-242.86, 2);
    expect(first.broad + first.specific).toBeCloseTo(-300, 9);
    expect(rest.filter(cause => cause.dimensions.join() === 'operation')).toEqual([]);
  });

  it.each([
    ['eu-west', 300, 40, 130.24],
    ['us-east', 500, 480, 49.46],
    ['ap-south', 200, 180, 6.7],
    ['Latency', 600, 420, 0],
    ['eu-west and Latency', 180, 24, 70.77],
    ['eu-west and Abort', 120, 16, 45.09],
  ])('weighs %s as the worked example does', (_, before, now, llr) => {
    expect(likelihoodRatio(before, now, 1000, 700)).toBeCloseTo(llr, 2);
  });

  it('names nothing when little changed, and nothing with confidence when all changed alike', () => {
    expect(
      findCauses(
        segments.map(s => ({ ...s, now: s.before * 1.04 })),
        ['region'],
      ),
    ).toEqual([]);
    const alike = segments.map(s => ({ ...s, now: s.before * 2 }));
    for (const cause of findCauses(alike, ['operation', 'region'])) {
      expect(cause.confidence).toBe('broad');
    }
  });

  it('splits every change into what is broad and what is specific, without a rest', () => {
    const counts = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 5_000 })),
      {
        minLength: 2,
        maxLength: 24,
      },
    );
    fc.assert(
      fc.property(counts, pairs => {
        const parts = pairs.map(([before, now], i) => ({
          values: { operation: `op-${i % 6}`, region: `r-${Math.floor(i / 6)}` },
          before,
          now,
        }));
        const change = pairs.reduce((sum, [before, now]) => sum + now - before, 0);
        for (const cause of findCauses(parts, ['operation', 'region'])) {
          expect(cause.broad + cause.specific).toBeCloseTo(change, 6);
        }
      }),
    );
  });
});

describe('rateEffects', () => {
  const slices = [
    { calls: { before: 800, now: 600 }, failures: { before: 8, now: 6 } },
    { calls: { before: 200, now: 400 }, failures: { before: 20, now: 44 } },
  ];

  it('finds the mix shift of the worked example', () => {
    const [a, b] = rateEffects(slices);
    const points = (value: number) => Math.round(value * 1e4) / 1e2;
    expect([a.rate, b.rate, a.mix, b.mix].map(points)).toEqual([0, 0.3, 0.58, 1.32]);
    expect(a.rate + b.rate + a.mix + b.mix).toBeCloseTo(0.05 - 0.028, 12);
    expect(
      [a.trafficFailures, b.trafficFailures, a.rateFailures, b.rateFailures].map(Math.round),
    ).toEqual([-2, 21, 0, 3]);
  });

  it('leaves no rest, with slices that come and go', () => {
    const side = fc
      .integer({ min: 0, max: 1_000 })
      .chain(calls => fc.tuple(fc.constant(calls), fc.integer({ min: 0, max: calls })));
    fc.assert(
      fc.property(fc.array(fc.tuple(side, side), { minLength: 1, maxLength: 12 }), pairs => {
        const parts = pairs.map(([[before, failedBefore], [now, failedNow]]) => ({
          calls: { before, now },
          failures: { before: failedBefore, now: failedNow },
        }));
        const sum = (pick: (part: (typeof parts)[number]) => number) =>
          parts.reduce((total, part) => total + pick(part), 0);
        const [callsBefore, callsNow] = [sum(p => p.calls.before), sum(p => p.calls.now)];
        fc.pre(callsBefore > 0 && callsNow > 0);
        const effects = rateEffects(parts);
        const total = (pick: (effect: (typeof effects)[number]) => number) =>
          effects.reduce((all, effect) => all + pick(effect), 0);
        const failures = sum(p => p.failures.now) - sum(p => p.failures.before);
        expect(total(e => e.trafficFailures + e.rateFailures)).toBeCloseTo(failures, 6);
        expect(total(e => e.rate + e.mix)).toBeCloseTo(
          sum(p => p.failures.now) / callsNow - sum(p => p.failures.before) / callsBefore,
          9,
        );
      }),
    );
  });
});
