import type { EngineStatement, TypedValue } from 'backstage-plugin-service-insights-node';
import {
  bindParameters,
  encodeLiteral,
  guardStatement,
  toDuckDb,
} from 'service-insights-trino-sql';

/** DuckDB's SQL, with the indexes of parameters in the places of their values. */
type Template = readonly (string | number)[];

const mostTemplates = 200;

/**
 * Turns statements into DuckDB's SQL, and remembers the translation of statements that differ in their days alone: those
 * of a dataset are one text with other parameters each day, and translating it takes longer than many a day's run.
 */
export class StatementTranslator {
  readonly #templates = new Map<string, Template | undefined>();

  /**
   * @param tables - what DuckDB reads for each table, by its name in lower case
   * @throws SqlRefused for a statement that is not one SELECT over these tables, in forms that are allowed
   */
  translate(statement: EngineStatement, tables: ReadonlyMap<string, string>): string {
    if (!differsInDaysAlone(statement)) return translate(statement, tables);
    const types = statement.parameters.map(parameter => parameter.type);
    const key = JSON.stringify([statement.sql, types, [...tables]]);
    if (!this.#templates.has(key)) {
      if (this.#templates.size >= mostTemplates) this.#templates.clear();
      this.#templates.set(key, templateOf(statement, tables));
    }
    const template = this.#templates.get(key);
    if (!template) return translate(statement, tables);
    // The encoder refuses a value that is none of its type.
    for (const parameter of statement.parameters) encodeLiteral(parameter);
    return template
      .map(piece => (typeof piece === 'number' ? String(statement.parameters[piece].value) : piece))
      .join('');
  }
}

function translate(
  { sql, parameters }: Pick<EngineStatement, 'sql' | 'parameters'>,
  tables: ReadonlyMap<string, string>,
): string {
  const bound = bindParameters(sql, parameters);
  guardStatement(bound, { tables: [...tables.keys()] });
  return toDuckDb(bound, { table: name => tables.get(name) ?? name });
}

/** Whether all parameters are days, instants of whole seconds, or values of the partitions that are read. */
function differsInDaysAlone({ parameters, reads }: EngineStatement): boolean {
  const partitions = new Set(reads.flatMap(read => read.partition.values));
  return parameters.every(({ type, value }) => {
    if (type === 'varchar') return partitions.has(value) && /^[\w/=.:-]+$/.test(value);
    if (type === 'date') return true;
    return type === 'timestamp' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value);
  });
}

/**
 * Translates with two sets of other values. Only where nothing but the values differs in what comes out does the
 * translation not depend on them.
 */
function templateOf(
  { sql, parameters }: EngineStatement,
  tables: ReadonlyMap<string, string>,
): Template | undefined {
  const [first, second] = [1_600, 1_700].map(year => {
    const stands = parameters.map(({ type }, index) => standIn(type, year + index));
    const texts = stands.map(stand => String(stand.value));
    if (texts.some(text => sql.includes(text))) return undefined;
    return split(translate({ sql, parameters: stands }, tables), texts);
  });
  const used = new Set(first?.filter(piece => typeof piece === 'number'));
  const same = JSON.stringify(first) === JSON.stringify(second);
  return same && used.size === parameters.length ? first : undefined;
}

function standIn(type: TypedValue['type'], year: number): TypedValue {
  if (type === 'date') return { type, value: `${year}-05-06` };
  if (type === 'timestamp') return { type, value: `${year}-07-08 09:10:11` };
  return { type: 'varchar', value: `value-${year}` };
}

/** The text with each value, where it stands between quotes, as its index. */
function split(text: string, values: readonly string[]): Template {
  if (values.length === 0) return [text];
  const pattern = new RegExp(`(?<=')(${values.join('|')})(?=')`);
  return text.split(pattern).map(piece => {
    const index = values.indexOf(piece);
    return index < 0 ? piece : index;
  });
}
