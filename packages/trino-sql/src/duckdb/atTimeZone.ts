import type { TimeZoneSpecifierContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { trinoGrammar as g } from '../grammar/trinoGrammar';
import { SqlRefused } from '../SqlRefused';
import { expr, kindWords, macro, utc, type Expr, type Zone } from './Expr';
import { stringText } from './stringText';

/** A zone both engines know by the same rules, by its name in the tz database. */
export function zoneName(text: string): string {
  if (/^(utc|z|gmt)$/i.test(text)) return 'UTC';
  const known = Intl.supportedValuesOf('timeZone').find(
    name => name.toLowerCase() === text.toLowerCase(),
  );
  if (!known) {
    throw new SqlRefused(`the zone '${text}'`, "use UTC or a region, as 'Europe/Berlin'");
  }
  return known;
}

function fixedZone(name: string): Zone {
  return name === 'UTC' ? utc : { type: 'fixed', name };
}

/** The instant of a time with a zone; a time without one is taken for UTC, as the session's zone is. */
export function instant(form: string, value: Expr): Expr {
  if (value.kind === 'instant') return value;
  if (value.kind === 'timestamp') return expr('instant', `timezone('UTC', ${value.sql})`, [value]);
  if (value.kind === 'unknown') return macro('instant', 'instant', [value]);
  throw new SqlRefused(`${form} of ${kindWords(value.kind)}`, 'it takes a timestamp');
}

/** `value AT TIME ZONE …`, and `at_timezone`: the same instant, read on another clock. */
export function inZone(form: string, value: Expr, zone: string): Expr {
  return { ...instant(form, value), zone: fixedZone(zoneName(zone)) };
}

/** `value AT TIME ZONE …` */
export function atTimeZone(value: Expr, specifier: TimeZoneSpecifierContext): Expr {
  if (!(specifier instanceof g.TimeZoneStringContext)) {
    throw new SqlRefused(
      'AT TIME ZONE with an interval',
      "use UTC or a region, as 'Europe/Berlin'",
    );
  }
  return inZone('AT TIME ZONE', value, stringText(specifier.string()));
}

/** What the clock of its zone shows at an instant: a timestamp. Other times stay what they are. */
export function wallClock(value: Expr): Expr {
  if (value.kind !== 'instant') return value;
  const zone = value.zone ?? utc;
  const { precision, opaque } = value;
  if (zone.type === 'written') return { kind: 'timestamp', sql: zone.wall, precision, opaque };
  return { kind: 'timestamp', sql: `timezone('${zone.name}', ${value.sql})`, precision, opaque };
}
