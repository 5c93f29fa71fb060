import type { EngineStatement } from 'backstage-plugin-service-insights-node';
import { provePruning } from './provePruning';

const statement: EngineStatement = {
  sql: 'SELECT 1',
  parameters: [],
  reads: [
    {
      table: 'telemetry.events',
      partition: { column: 'day', values: ['2026-03-14', '2026-03-15'] },
    },
  ],
};

const exactly = (value: string) => ({
  low: { value, bound: 'EXACTLY' },
  high: { value, bound: 'EXACTLY' },
});

function plan(ranges: object[] | undefined, table = 'events'): string {
  return JSON.stringify({
    inputTableColumnInfos: [
      {
        table: { catalog: 'awsdatacatalog', schemaTable: { schema: 'telemetry', table } },
        constraint: {
          none: false,
          columnConstraints: ranges
            ? [{ columnName: 'day', type: 'varchar', domain: { nullsAllowed: false, ranges } }]
            : [],
        },
      },
    ],
  });
}

describe('provePruning', () => {
  it('accepts a plan that reads the days asked for, or fewer', () => {
    for (const accepted of [
      plan([exactly('2026-03-14'), exactly('2026-03-15')]),
      plan([exactly('2026-03-15')]),
      JSON.stringify({ inputTableColumnInfos: [] }),
    ]) {
      expect(() => provePruning(accepted, statement)).not.toThrow();
    }
  });

  it.each([
    [
      'every partition, as an unpruned scan lists them',
      plan([exactly('2026-03-14'), exactly('2026-03-01')]),
    ],
    ['a range', plan([{ low: { value: '2026-03-14', bound: 'ABOVE' }, high: { bound: 'BELOW' } }])],
    ['no constraint at all', plan(undefined)],
    ['another table', plan([exactly('2026-03-14')], 'salaries')],
  ])('refuses a plan that reads %s', (_, text) => {
    expect(() => provePruning(text, statement)).toThrow('refused before a byte is read');
  });

  it.each(['', 'Fragment 0 [SINGLE]', '{"tables":[]}'])('takes %p for no proof', text => {
    expect(() => provePruning(text, statement)).toThrow(
      expect.objectContaining({ class: 'operator', code: 'PLAN_UNREADABLE' }),
    );
  });
});
