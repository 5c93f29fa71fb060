import { conjuncts, readScans } from './readScans';

describe('the scans of a plan', () => {
  it.each([
    ["day = '2026-03-01'", ["day = '2026-03-01'"]],
    ['((a = 1) AND (b = 2))', ['a = 1', 'b = 2']],
    ['((a = 1) OR (b = 2))', ['(a = 1) OR (b = 2)']],
    ["((day = 'x AND y') AND (n > 1) AND (m > 2))", ["day = 'x AND y'", 'n > 1', 'm > 2']],
    ["(day BETWEEN 'a' AND 'b')", ["day BETWEEN 'a' AND 'b'"]],
    ["((day BETWEEN 'a' AND 'b') AND (n = 1))", ["day BETWEEN 'a' AND 'b'", 'n = 1']],
  ])('finds the conditions of %s', (text, conditions) => {
    expect(conjuncts(text)).toEqual(conditions);
  });

  const scan = (info: object) => ({ name: 'READ_PARQUET ', children: [], extra_info: info });
  const marked = { Projections: ['n', '__scan_3'], 'File Filters': "(day = 'x')" };

  it('takes filters right above a scan for its own', () => {
    const filter = {
      name: 'FILTER',
      extra_info: { Expression: ['(CAST(day AS DATE) = d)', '(n > 1)'] },
      children: [
        { name: 'PROJECTION', extra_info: { Projections: ['#1', '#0'] }, children: [scan(marked)] },
      ],
    };
    expect(readScans(JSON.stringify([filter]))).toEqual([
      {
        mark: 3,
        projections: ['n', '__scan_3'],
        filters: ["day = 'x'", 'CAST(day AS DATE) = d', 'n > 1'],
      },
    ]);
  });

  it('does not take filters for its own behind a projection that may rename columns', () => {
    const filter = {
      name: 'FILTER',
      extra_info: { Expression: "(day = 'y')" },
      children: [
        { name: 'PROJECTION', extra_info: { Projections: ['service'] }, children: [scan(marked)] },
      ],
    };
    expect(readScans(JSON.stringify([filter]))[0].filters).toEqual(["day = 'x'"]);
  });

  it('refuses a plan with a scan that it cannot tell apart', () => {
    expect(() => readScans(JSON.stringify([scan({ Projections: 'n' })]))).toThrow(
      'cannot be told apart',
    );
  });
});
