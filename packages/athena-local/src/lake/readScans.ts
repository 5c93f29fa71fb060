import { z } from 'zod';

/** An operator of DuckDB's plan. */
type Operator = { name: string; children: Operator[]; extra_info: Record<string, unknown> };

const operator: z.ZodType<Operator> = z.object({
  name: z.string(),
  children: z.lazy(() => z.array(operator)).default([]),
  extra_info: z.record(z.string(), z.unknown()).default({}),
});

const plan = z.array(operator);

/** A scan of a marked table in a plan. */
export type ScanNode = {
  /** The number in the marker. */
  mark: number;
  /** Columns that are handed on. */
  projections: readonly string[];
  /** What rows must satisfy before anything else happens to them, one condition each. */
  filters: readonly string[];
};

/**
 * The scans of a plan that `EXPLAIN (FORMAT JSON)` gave. A marked scan reads or is filtered by `__scan_<number>`.
 *
 * @throws Error when a scan carries no mark
 */
export function readScans(planJson: string): ScanNode[] {
  return plan.parse(JSON.parse(planJson)).flatMap(root => scansBelow(root, []));
}

/** @param above - conditions of the filters right above, with nothing in between that renames a column */
function scansBelow(node: Operator, above: readonly string[]): ScanNode[] {
  const name = node.name.trim();
  if (name === 'READ_PARQUET' || name === 'PARQUET_SCAN') return [scan(node, above)];
  const conditions = conditionsBelow(node, above);
  return node.children.flatMap(child => scansBelow(child, conditions));
}

function conditionsBelow(node: Operator, above: readonly string[]): readonly string[] {
  if (node.name.trim() === 'FILTER') {
    return [...above, ...texts(node.extra_info.Expression).flatMap(conjuncts)];
  }
  return isReordering(node) ? above : [];
}

function scan({ extra_info: info }: Operator, above: readonly string[]): ScanNode {
  const filters = [
    ...texts(info.Filters).flatMap(conjuncts),
    ...texts(info['File Filters']).flatMap(conjuncts),
    ...above,
  ];
  const projections = texts(info.Projections);
  const mark = [...projections, ...filters]
    .map(text => /__scan_(\d+)/.exec(text)?.[1])
    .find(one => one !== undefined);
  if (mark === undefined) {
    throw new Error(`a scan of the plan cannot be told apart: ${JSON.stringify(info)}`);
  }
  return {
    mark: Number(mark),
    projections,
    filters: filters.filter(text => !text.includes('__scan_')),
  };
}

/** A projection that only changes the order of columns. */
function isReordering({ name, extra_info: info }: Operator): boolean {
  return name.trim() === 'PROJECTION' && texts(info.Projections).every(text => /^#\d+$/.test(text));
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.flatMap(texts) : [];
}

/** The conditions of `((a) AND (b) AND (c))`, without brackets around them all. */
export function conjuncts(condition: string): string[] {
  const text = withoutOuterBrackets(condition.trim());
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|[()[\]]|\bBETWEEN\b| AND /g,
  )) {
    if (token === '(' || token === '[') depth += 1;
    else if (token === ')' || token === ']') depth -= 1;
    // The AND of a BETWEEN stands in the same brackets as it: DuckDB puts brackets around every comparison.
    else if (token === 'BETWEEN' && depth === 0) return [text];
    else if (token === ' AND ' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + token.length;
    }
  }
  if (parts.length === 0) return [text];
  return [...parts, text.slice(start)].flatMap(conjuncts);
}

function withoutOuterBrackets(text: string): string {
  if (!text.startsWith('(')) return text;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]/g)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    if (depth === 0) {
      return index === text.length - 1 ? withoutOuterBrackets(text.slice(1, -1).trim()) : text;
    }
  }
  return text;
}
