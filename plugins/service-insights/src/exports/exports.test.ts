import { answers, envelope, series, usageData } from '../__testUtils__/fixtures';
import { exportTableOf } from './exportTableOf';
import { fileNameOf } from './fileNameOf';
import { toCsv } from './toCsv';
import { toMarkdown } from './toMarkdown';

describe('exports', () => {
  it('lets no spreadsheet run what a customer is called', () => {
    const rows = [['=1+1'], ['+1'], ['-1'], ['@sum'], ['\tx'], ['\rx'], ['plain'], [-5], [null]];
    expect(toCsv({ columns: ['name'], rows })).toBe(
      "name\r\n'=1+1\r\n'+1\r\n'-1\r\n'@sum\r\n'\tx\r\n\"'\rx\"\r\nplain\r\n-5\r\n\r\n",
    );
  });

  it('quotes as RFC 4180 says', () => {
    const rows = [['a,b', 'say "hi"', 'two\nlines']];
    expect(toCsv({ columns: ['a', 'b', 'c'], rows })).toBe(
      'a,b,c\r\n"a,b","say ""hi""","two\nlines"\r\n',
    );
  });

  it('has the rows of the screen, each with its envelope, and not the running day', () => {
    const data = usageData({ series: series(['2026-03-12']) });
    const meta = envelope({
      inProgress: {
        day: '2026-03-15',
        asOf: '2026-03-15T09:00:00Z',
        calls: 9,
        serviceFaults: 0,
        callerFaults: 0,
        throttled: 0,
      },
    });
    const table = exportTableOf('usage', { data, meta });
    expect(table?.columns.join()).toBe(
      'at,calls,previous_calls,active_customers,complete,as_of,time_zone,insight,version',
    );
    expect(table?.rows).toHaveLength(28);
    expect(table?.rows.map(([at, calls]) => [at, calls])).toEqual(
      data.series.map(({ at, calls }) => [at, calls]),
    );
    const missing = table?.rows.find(([at]) => at === '2026-03-12');
    expect(missing?.slice(1)).toEqual([
      null,
      expect.any(Number),
      null,
      false,
      '2026-03-14',
      'UTC',
      'api-requests',
      3,
    ]);
  });

  it('has a table for every insight', () => {
    expect(exportTableOf('overview', answers.overview)?.rows).toHaveLength(28);
    expect(exportTableOf('adoption', answers.adoption)?.rows).toHaveLength(4);
    expect(exportTableOf('failures', answers.failures)?.rows).toHaveLength(28);
    expect(exportTableOf('latency', answers.latency)?.rows).toHaveLength(28);
    expect(exportTableOf('changes', answers.changes)?.rows[0]).toContain('CreateOrder / eu-west-1');
    // Two cohorts of three intervals, counted in two ways.
    expect(exportTableOf('retention', answers.retention)?.rows).toHaveLength(12);
    expect(exportTableOf('usage', { data: null, meta: envelope() })).toBeUndefined();
  });

  it('keeps what is not meant as Markdown out of the way', () => {
    expect(toMarkdown({ columns: ['name'], rows: [['a|b*']] }, 'Top')).toBe(
      '**Top**\n\n| name |\n| --- |\n| a\\|b\\* |\n',
    );
  });

  it('names files after what is in them', () => {
    expect(fileNameOf('order api', 'usage', envelope().period, 'csv')).toBe(
      'order-api_usage_2026-02-15_2026-03-14_utc.csv',
    );
  });
});
