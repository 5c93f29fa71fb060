import { arrayMacros } from './macros/arrayMacros';
import { castMacros } from './macros/castMacros';
import { comparisonMacros } from './macros/comparisonMacros';
import { jsonMacros } from './macros/jsonMacros';
import { numberMacros } from './macros/numberMacros';
import { textMacros } from './macros/textMacros';
import { timeMacros } from './macros/timeMacros';
import { urlMacros } from './macros/urlMacros';

/**
 * Statements that make the macros a translation calls. Run each once on an instance, after `SET TimeZone = 'UTC'` and
 * before the configuration is locked.
 *
 * @public
 */
export const duckDbMacros: readonly string[] = [
  ...textMacros,
  ...numberMacros,
  ...comparisonMacros,
  ...timeMacros,
  ...jsonMacros,
  ...castMacros,
  ...arrayMacros,
  ...urlMacros,
];
