import { addDays, toDay } from 'backstage-plugin-service-insights-common';
import { estimateDays } from './estimateDays';
import { estimateRun, type BilledRun } from './estimateRun';

const usdPerByte = 5e-12;
const billed = (bytesBilled: number): BilledRun => ({ bytesBilled, usd: bytesBilled * usdPerByte });
const gigabytes = (...sizes: number[]) => sizes.map(size => billed(size * 1e9));

describe('what a run may cost', () => {
  it('is what nineteen of twenty runs before it did not pass', () => {
    const source = gigabytes(...Array.from({ length: 30 }, (_, i) => 30 - i));
    expect(estimateRun({ source, engine: [] }, undefined)).toEqual({
      ...billed(29e9),
      basis: 'recentRuns',
    });
    expect(estimateRun({ source: gigabytes(7), engine: [] }, undefined)).toMatchObject(billed(7e9));
  });

  it('is at most what the run is stopped at', () => {
    const estimate = estimateRun({ source: gigabytes(20, 30), engine: [] }, 10e9);
    expect(estimate).toMatchObject(billed(10e9));
  });

  it('is what it is stopped at when it is the first, at the price of other runs on the engine', () => {
    expect(estimateRun({ source: [], engine: gigabytes(1) }, 20e9)).toEqual({
      bytesBilled: 20e9,
      usd: expect.closeTo(0.1),
      basis: 'limit',
    });
  });

  it('is unknown, and not zero, when nothing tells it', () => {
    expect(estimateRun({ source: [], engine: gigabytes(1) }, undefined)).toBeUndefined();
    expect(estimateRun({ source: [], engine: [] }, 20e9)).toBeUndefined();
  });

  it('is nothing on an engine that bills nothing', () => {
    const free = { bytesBilled: 0, usd: 0 };
    expect(estimateRun({ source: [free], engine: [] }, 20e9)).toEqual({
      ...free,
      basis: 'recentRuns',
    });
  });
});

describe('what reading days again costs', () => {
  const days = [0, 1, 2].map(count => addDays(toDay('2026-03-01'), count));
  const ofDays = new Map([
    [days[0], billed(1e9)],
    [days[1], billed(2e9)],
  ]);

  it('is what each of them cost before, and the average of recent runs for the others', () => {
    const history = { source: gigabytes(4, 8), engine: [] };
    expect(estimateDays(days.slice(0, 2), [{ history, ofDays }], undefined)).toEqual({
      runs: 2,
      bytesBilled: 3e9,
      usd: expect.closeTo(3e9 * usdPerByte),
      basis: 'sameDays',
    });
    expect(estimateDays(days, [{ history, ofDays }], undefined)).toEqual({
      runs: 3,
      bytesBilled: 9e9,
      usd: expect.closeTo(9e9 * usdPerByte),
      basis: 'recentRuns',
    });
  });

  it('counts every source, and is unknown as soon as one is', () => {
    const known = { history: { source: gigabytes(4), engine: [] }, ofDays };
    const unknown = { history: { source: [], engine: [] }, ofDays: new Map() };
    expect(estimateDays(days, [known, known], undefined)).toMatchObject({
      runs: 6,
      bytesBilled: 14e9,
    });
    expect(estimateDays(days, [known, unknown], undefined)).toEqual({
      runs: 6,
      bytesBilled: undefined,
      usd: undefined,
      basis: 'nothing',
    });
  });
});
