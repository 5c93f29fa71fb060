import { SqlRefused } from '../../SqlRefused';
import { shift } from '../arithmetic';
import { inZone, instant, wallClock, zoneName } from '../atTimeZone';
import { expr, family, kindWords, macro, utc, type Expr } from '../Expr';
import { literalText, number, plain, text, whole } from '../operand';
import { castTo } from '../castTo';
import { form, type Form } from './Form';
import { jodaFormat, jodaParse } from './jodaPattern';
import { mysqlFormat, mysqlParse } from './mysqlPattern';

const calendarUnits = ['day', 'week', 'month', 'quarter', 'year'];
const clockUnits = ['second', 'minute', 'hour'];

function unitOf(name: string, value: Expr): string {
  const unit = literalText(name, value, 'the unit').toLowerCase();
  if (![...calendarUnits, ...clockUnits].includes(unit)) {
    throw new SqlRefused(
      `${name}('${unit}')`,
      'the unit is one of second, minute, hour, day, week, month, quarter, year',
    );
  }
  return unit;
}

/** A date or a time, on the clock of its zone. */
function local(form_: string, value: Expr): Expr {
  if (value.kind !== 'unknown' && value.kind !== 'null' && family(value.kind) !== 'time') {
    throw new SqlRefused(`${form_} of ${kindWords(value.kind)}`, 'it takes a date or a timestamp');
  }
  return wallClock(value);
}

function truncated(unit: string, value: Expr): Expr {
  const clock = clockUnits.includes(unit);
  const name = clock ? 'trunc_clock' : 'trunc_calendar';
  if (value.kind !== 'instant') {
    const checked = local('date_trunc', value);
    return { ...macro(name, checked.kind, [checked], [`'${unit}'`]), precision: checked.precision };
  }
  const wall = wallClock(value);
  const cut = `date_trunc('${unit}', ${wall.sql})`;
  if (value.zone?.type === 'written') {
    const utcOnly = `timezone('UTC', date_trunc('${unit}', timezone('UTC', ${value.zone.utcOnly})))`;
    return { ...value, zone: { type: 'written', wall: cut, utcOnly }, sql: utcOnly };
  }
  const zoneNamed = value.zone?.name ?? 'UTC';
  if (clock && zoneNamed !== 'UTC') {
    throw new SqlRefused(`date_trunc('${unit}') in ${zoneNamed}`, 'CAST it AS timestamp first');
  }
  return { ...value, sql: `timezone('${zoneNamed}', ${cut})` };
}

const fields: Record<string, string> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  week_of_year: 'week',
  day: 'day',
  day_of_month: 'day',
  day_of_week: 'isodow',
  dow: 'isodow',
  day_of_year: 'doy',
  doy: 'doy',
  year_of_week: 'isoyear',
  yow: 'isoyear',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
  millisecond: 'millisecond',
};
const clockFields = new Set(['hour', 'minute', 'second', 'millisecond']);

/** `EXTRACT(field FROM time)`, `year(time)`, … */
export function extractField(name: string, value: Expr): Expr {
  const field = fields[name.toLowerCase()];
  if (!field)
    throw new SqlRefused(`EXTRACT(${name})`, `write one of ${Object.keys(fields).join(', ')}`);
  const checked = local(name, value);
  return macro(
    clockFields.has(field) ? 'field_clock' : 'field_calendar',
    'bigint',
    [checked],
    [`'${field}'`],
  );
}

function added(unit: string, amount: Expr, value: Expr): Expr {
  const steps: Record<string, [string, string]> = {
    second: ['to_seconds', ''],
    minute: ['to_minutes', ''],
    hour: ['to_hours', ''],
    day: ['to_days', ''],
    week: ['to_days', ' * 7'],
    month: ['to_months', ''],
    quarter: ['to_months', ' * 3'],
    year: ['to_months', ' * 12'],
  };
  const [maker, times] = steps[unit];
  const count = whole('date_add', amount);
  const clock = clockUnits.includes(unit);
  const sql = `${maker}(CAST(${count.sql}${times} AS ${clock ? 'BIGINT' : 'INTEGER'}))`;
  return shift('+', value, {
    ...expr('interval', sql, [count]),
    interval: clock ? 'clock' : 'calendar',
  });
}

function difference(unit: string, from: Expr, to: Expr): Expr {
  const sides = [from, to].map(side => {
    if (side.kind === 'instant' && clockUnits.includes(unit)) return side;
    return local('date_diff', plain('date_diff', side));
  });
  return macro(clockUnits.includes(unit) ? 'diff_clock' : 'diff_calendar', 'bigint', sides, [
    `'${unit}'`,
  ]);
}

function isoInstant(value: Expr): Expr {
  const source = text('from_iso8601_timestamp', value);
  const result = macro('iso_instant', 'instant', [source]);
  return {
    ...result,
    precision: 3,
    zone: {
      type: 'written',
      wall: `trino_iso_wall(${source.sql})`,
      utcOnly: `trino_iso_utc(${source.sql})`,
    },
  };
}

const fixedText = (value: Expr, sql: string) => expr('varchar', sql, [value]);

/** Functions of dates and times. */
export const timeForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ...Object.keys(fields).map((name): [string, Form] => [
    name,
    form(1, ({ args }) => extractField(name, args[0])),
  ]),
  ['date', form(1, ({ args }) => castTo({ type: 'date' }, args[0], false))],
  ['date_trunc', form(2, ({ name, args }) => truncated(unitOf(name, args[0]), args[1]))],
  ['date_add', form(3, ({ name, args }) => added(unitOf(name, args[0]), args[1], args[2]))],
  ['date_diff', form(3, ({ name, args }) => difference(unitOf(name, args[0]), args[1], args[2]))],
  [
    'last_day_of_month',
    form(1, ({ name, args }) => macro('last_day', 'date', [local(name, args[0])])),
  ],
  ['from_iso8601_timestamp', form(1, ({ args }) => isoInstant(args[0]))],
  [
    'from_iso8601_date',
    form(1, ({ name, args }) => macro('iso_date', 'date', [text(name, args[0])])),
  ],
  [
    'at_timezone',
    form(2, ({ name, args }) => inZone(name, args[0], literalText(name, args[1], 'the zone'))),
  ],
  [
    'with_timezone',
    form(2, ({ name, args }) => {
      const zone = zoneName(literalText(name, args[1], 'the zone'));
      const [value] = args;
      if (value.kind !== 'timestamp' && value.kind !== 'unknown') {
        throw new SqlRefused(`with_timezone of ${kindWords(value.kind)}`, 'it takes a timestamp');
      }
      const checked = value.kind === 'unknown' ? macro('timestamp', 'timestamp', [value]) : value;
      return {
        ...expr('instant', `timezone('${zone}', ${checked.sql})`, [checked]),
        precision: value.precision,
        zone: { type: 'fixed', name: zone },
      };
    }),
  ],
  [
    'from_unixtime',
    form(1, ({ name, args }) => ({
      ...macro('from_unixtime', 'instant', [number(name, args[0])]),
      precision: 3,
      zone: utc,
    })),
  ],
  [
    'to_unixtime',
    form(1, ({ args }) => macro('to_unixtime', 'double', [instant('to_unixtime', args[0])])),
  ],
  [
    'date_format',
    form(2, ({ name, args }) => {
      const value = local(name, args[0]);
      const checked = macro('as_timestamp', 'timestamp', [value]);
      return fixedText(value, mysqlFormat(checked.sql, literalText(name, args[1], 'the format')));
    }),
  ],
  [
    'format_datetime',
    form(2, ({ name, args }) => {
      const value = local(name, args[0]);
      const checked = macro('as_timestamp', 'timestamp', [value]);
      return fixedText(value, jodaFormat(checked.sql, literalText(name, args[1], 'the pattern')));
    }),
  ],
  [
    'date_parse',
    form(2, ({ name, args }) => ({
      ...expr(
        'timestamp',
        mysqlParse(text(name, args[0]).sql, literalText(name, args[1], 'the format')),
        args,
      ),
      precision: 3,
    })),
  ],
  [
    'parse_datetime',
    form(2, ({ name, args }) =>
      jodaParse(text(name, args[0]), literalText(name, args[1], 'the pattern')),
    ),
  ],
  [
    'to_iso8601',
    form(1, ({ args }) => {
      const [value] = args;
      if (value.kind !== 'date') {
        throw new SqlRefused('to_iso8601 of a time', "write date_format(…, '%Y-%m-%dT%H:%i:%s')");
      }
      return expr('varchar', `CAST(${value.sql} AS VARCHAR)`, [value]);
    }),
  ],
  ['current_timezone', form(0, () => expr('varchar', "'UTC'::VARCHAR"))],
  ['now', form(0, () => ({ ...expr('instant', 'now()'), zone: utc }))],
]);
