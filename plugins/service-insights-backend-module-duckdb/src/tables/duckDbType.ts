const scalars: Record<string, string> = {
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  int: 'INTEGER',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  real: 'FLOAT',
  float: 'FLOAT',
  double: 'DOUBLE',
  string: 'VARCHAR',
  varchar: 'VARCHAR',
  char: 'VARCHAR',
  varbinary: 'BLOB',
  binary: 'BLOB',
  json: 'JSON',
  uuid: 'UUID',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
};

type Tokens = { next(): string | undefined; peek(): string | undefined };

/**
 * DuckDB's name of a Trino (or Athena DDL) type, as `row(arn varchar, tags map(varchar, varchar))`.
 *
 * @throws Error that says what is not understood
 */
export function duckDbType(trinoType: string): string {
  const tokens = tokenize(trinoType);
  const type = readType(tokens);
  if (tokens.peek() !== undefined) throw new Error(`'${tokens.peek()}' is not expected there`);
  return type;
}

function tokenize(text: string): Tokens {
  const tokens = text.match(/"(?:[^"]|"")*"|[A-Za-z_@][\w@.-]*|\d+|[^\s]/g) ?? [];
  let at = 0;
  return { next: () => tokens[at++], peek: () => tokens[at] };
}

function readType(tokens: Tokens): string {
  const word = tokens.next();
  if (word === undefined) throw new Error('a type is missing');
  switch (word.toLowerCase()) {
    case 'array':
      return `${readArguments(tokens, () => readType(tokens), 1)[0]}[]`;
    case 'map':
      return `MAP(${readArguments(tokens, () => readType(tokens), 2).join(', ')})`;
    case 'row':
    case 'struct':
      return `STRUCT(${readArguments(tokens, () => readField(tokens)).join(', ')})`;
    case 'decimal':
      return `DECIMAL(${readArguments(tokens, () => readNumber(tokens), 2).join(', ')})`;
    case 'timestamp':
      return readTimestamp(tokens);
    default:
      return readScalar(word, tokens);
  }
}

function readScalar(word: string, tokens: Tokens): string {
  const type = Object.hasOwn(scalars, word.toLowerCase()) ? scalars[word.toLowerCase()] : undefined;
  if (!type) throw new Error(`'${word}' is not a Trino type`);
  // A length does not change what is read: DuckDB has no varchar(n).
  if (type === 'VARCHAR' && tokens.peek() === '(')
    readArguments(tokens, () => readNumber(tokens), 1);
  return type;
}

function readTimestamp(tokens: Tokens): string {
  if (tokens.peek() === '(') readArguments(tokens, () => readNumber(tokens), 1);
  if (tokens.peek()?.toLowerCase() !== 'with') return 'TIMESTAMP';
  for (const expected of ['with', 'time', 'zone']) {
    if (tokens.next()?.toLowerCase() !== expected)
      throw new Error("'with time zone' is incomplete");
  }
  return 'TIMESTAMP WITH TIME ZONE';
}

function readField(tokens: Tokens): string {
  const name = tokens.next();
  if (!name || !/^["A-Za-z_@]/.test(name)) throw new Error('a field has no name');
  if (tokens.peek() === ':') tokens.next();
  const plain = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
  return `"${plain.replaceAll('"', '""')}" ${readType(tokens)}`;
}

function readNumber(tokens: Tokens): string {
  const number = tokens.next();
  if (!number || !/^\d+$/.test(number)) throw new Error('a number is missing');
  return number;
}

/** `(a, b)`, or `<a, b>` as Hive writes it. */
function readArguments(tokens: Tokens, read: () => string, count?: number): string[] {
  const open = tokens.next();
  if (open !== '(' && open !== '<') throw new Error("'(' is missing");
  const values = [read()];
  while (tokens.peek() === ',') {
    tokens.next();
    values.push(read());
  }
  if (tokens.next() !== (open === '(' ? ')' : '>')) throw new Error(`'${open}' is not closed`);
  if (count !== undefined && values.length !== count) {
    throw new Error(`${count} arguments are expected, not ${values.length}`);
  }
  return values;
}
