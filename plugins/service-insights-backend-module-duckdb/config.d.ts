import type { HumanDuration } from '@backstage/types';

/** A Trino type as `varchar`, `bigint` or `row(arn varchar, tags array(varchar))`. */
type TrinoType = string;

/** What all formats have in common. */
interface DuckDbPart {
  /** A path or glob, or a list of them, relative to `directory`. A leading `!` takes files out. */
  files: string | string[];
  /** The columns of the table, as Athena's CREATE TABLE would have them; `from` is the name in the file. */
  columns?: { [name: string]: TrinoType | { type: TrinoType; from?: string } };
  /** Columns whose values the files' paths tell. A segment `day=*` of `files` makes one by itself. */
  partitions?: {
    [name: string]:
      | 'hive'
      | { type: 'varchar' | 'date' }
      | {
          /** A regular expression with one group, matched against the path relative to `directory`. */
          path: string;
          /** How the group writes a day, as `%Y%m%d`; the value is `YYYY-MM-DD` then. */
          format?: string;
          type?: 'varchar' | 'date';
        };
  };
  /** Columns that take part as partitions and are Trino expressions over the other columns. */
  computed?: { [name: string]: string };
}

type DuckDbTablePart =
  | (DuckDbPart & { format: 'parquet' })
  | (DuckDbPart & { format: 'jsonl' })
  | (DuckDbPart & {
      format: 'json';
      /** The key of the array of events, where a document is an envelope around it. */
      records?: string;
    })
  | (DuckDbPart & {
      format: 'csv';
      /** A comma when left out. */
      delimiter?: string;
      /** One character, or `none`; a double quote when left out. */
      quote?: string;
      /** Whether the first line names the columns; true when left out. Without it `columns` names them in order. */
      header?: boolean;
      /** Lines to leave out at the top, before the header. */
      skipLines?: number;
      /** Texts that stand for NULL; an empty field when left out. */
      nullText?: string | string[];
      encoding?: 'utf-8' | 'latin-1';
    })
  | (DuckDbPart & {
      format: 'text';
      /** A regular expression that matches a whole line, with a named group for each column. */
      pattern: string;
      encoding?: 'utf-8' | 'latin-1';
    });

export interface Config {
  serviceInsights?: {
    engines?: {
      [name: string]: {
        /** An embedded DuckDB over local files. */
        duckdb?: {
          /** The folder of the files; nothing outside of it can be read. */
          directory: string;
          /** The most memory DuckDB takes, as `512MB`; 1GB when left out. */
          memoryLimit?: string;
          /** How many runs execute at once; 2 when left out. */
          concurrency?: number;
          /** How long a run may take; 2 minutes when left out. */
          timeout?: HumanDuration | string;
          /** By `database.table`. */
          tables: { [table: string]: DuckDbTablePart | { parts: DuckDbTablePart[] } };
        };
      };
    };
  };
}
