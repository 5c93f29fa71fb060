import { SqlRefused } from '../SqlRefused';
import { expr, family, kindWords, macro, type Expr, type Kind } from './Expr';
import { number, plain } from './operand';

type Operator = '+' | '-' | '*' | '/' | '%';

const macros = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
} as const;

function numberKind(left: Expr, right: Expr): Kind {
  const kinds = [left.kind, right.kind];
  if (kinds.includes('unknown') || kinds.includes('null')) return 'unknown';
  if (kinds.includes('double')) return 'double';
  return kinds.includes('bigint') ? 'bigint' : 'integer';
}

function nonZero(value: Expr): boolean {
  return value.literal !== undefined && BigInt(value.literal) !== 0n;
}

/** Adds an interval to a time, or takes it away. */
export function shift(operator: '+' | '-', time: Expr, interval: Expr): Expr {
  const form = `${operator} INTERVAL`;
  if (interval.interval === undefined) {
    throw new SqlRefused(form, "write the interval itself: INTERVAL '7' DAY");
  }
  if (time.kind !== 'unknown' && family(time.kind) !== 'time') {
    throw new SqlRefused(`${form} to ${kindWords(time.kind)}`, 'it takes a date or a timestamp');
  }
  const amount = operator === '+' ? interval : { ...interval, sql: `(-${interval.sql})` };
  // A calendar step of an instant depends on its zone; a clock step does not.
  const whole = interval.interval === 'calendar' ? plain(form, time) : time;
  if (whole.kind === 'date' && interval.interval === 'clock') {
    throw new SqlRefused(`${form} of hours to a date`, 'CAST the date AS timestamp first');
  }
  const name = interval.interval === 'calendar' ? 'plus_days' : 'plus_clock';
  const moved = macro(name, time.kind, [whole, amount]);
  const zone = time.zone?.type === 'fixed' ? time.zone : undefined;
  if (time.zone?.type === 'written' && interval.interval === 'clock') {
    throw new SqlRefused(`${form} to a time with its own zone`, "write AT TIME ZONE 'UTC' first");
  }
  return { ...moved, precision: time.precision, zone };
}

/** Arithmetic with Trino's meaning: whole numbers stay whole, and dividing them by zero is an error. */
export function arithmetic(operator: Operator, left: Expr, right: Expr): Expr {
  if (operator === '+' && left.kind === 'interval') return shift('+', right, left);
  if ((operator === '+' || operator === '-') && right.kind === 'interval') {
    return shift(operator, left, right);
  }
  const form = `the operator ${operator}`;
  if (operator === '-' && [left, right].some(side => family(side.kind) === 'time')) {
    throw new SqlRefused(
      'the difference of two times',
      "write date_diff('second', earlier, later)",
    );
  }
  const sides = [number(form, left), number(form, right)];
  const kind = numberKind(sides[0], sides[1]);
  const wholes = kind === 'integer' || kind === 'bigint';
  if (wholes && (operator !== '/' && operator !== '%' ? true : nonZero(sides[1]))) {
    return expr(
      kind,
      `(${sides[0].sql} ${operator === '/' ? '//' : operator} ${sides[1].sql})`,
      sides,
    );
  }
  if (kind === 'double') {
    const doubles = sides.map(side =>
      side.kind === 'double' ? side.sql : `CAST(${side.sql} AS DOUBLE)`,
    );
    return expr(kind, `(${doubles.join(` ${operator} `)})`, sides);
  }
  return macro(macros[operator], kind, sides);
}

/** `- value` */
export function negate(value: Expr): Expr {
  if (value.kind === 'interval') return { ...value, sql: `(-${value.sql})` };
  const checked = number('the operator -', value);
  return expr(checked.kind, `(-${checked.sql})`, [checked]);
}
