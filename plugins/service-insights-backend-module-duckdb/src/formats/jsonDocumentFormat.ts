import type { LakeFile } from '../tables/lakeFiles';
import { messageOf } from '../runs/messageOf';
import { quotePaths, quoteText } from '../sandbox/sqlText';
import { fileColumn, type Ask, type FileFormat, type FileHealth } from './FileFormat';
import { jsonColumns, jsonFields } from './jsonColumns';

/** What gzip makes of JSON at best, roughly: the size of a document is only known compressed. */
const gzipRatio = 40;
const smallestLimit = 16 * 2 ** 20;

/**
 * A JSON document of many events: an array of objects, or an envelope that holds such an array.
 *
 * A document that is no JSON, or has no such array, is left out and counts as one malformed event, as does an element
 * that is no object.
 *
 * @param records - the envelope's key of the array
 */
export function jsonDocumentFormat(records: string | undefined): FileFormat {
  const elements = (files: readonly LakeFile[]) =>
    records === undefined ? arrayElements(files) : envelopeElements(files, records);

  const countTogether = async (ask: Ask, files: readonly LakeFile[]) => {
    const rows = await ask(
      `SELECT ${fileColumn} AS file, count(*) AS malformed FROM (${elements(files)})
       WHERE json IS NULL OR json_type(json) <> 'OBJECT' GROUP BY ALL`,
    );
    return new Map<string, FileHealth>(
      rows.map(row => [String(row.file), { malformedEvents: Number(row.malformed) }]),
    );
  };

  const examine = async (
    ask: Ask,
    files: readonly LakeFile[],
  ): Promise<Map<string, FileHealth>> => {
    try {
      return await countTogether(ask, files);
    } catch (error) {
      if (!isMalformed(error)) throw error;
      if (files.length === 1) {
        return new Map([[files[0].path, { malformedEvents: 1, unreadable: true }]]);
      }
    }
    // One of them is broken: halving finds it without a query for every file.
    const half = Math.ceil(files.length / 2);
    const first = await examine(ask, files.slice(0, half));
    return new Map([...first, ...(await examine(ask, files.slice(half)))]);
  };

  return {
    describe: async (ask, files) => (files.length > 0 ? jsonFields(ask, elements(files)) : []),

    async scan(_ask, files, columns) {
      return jsonColumns(columns, elements(files));
    },

    examine,
  };
}

function arrayElements(files: readonly LakeFile[]): string {
  return `SELECT json, ${fileColumn} FROM read_json_objects(${options(files)}, format = 'array')`;
}

function envelopeElements(files: readonly LakeFile[], records: string): string {
  const largest = Math.max(
    ...files.map(({ path, bytes }) => (path.endsWith('.gz') ? bytes * gzipRatio : bytes)),
  );
  const limit = Math.min(Math.max(smallestLimit, Math.ceil(largest * 1.1)), 2 ** 31);
  const key = quoteText(`$."${records.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
  // Without the array there is one NULL, which counts as malformed and is no event.
  return `SELECT unnest(CASE WHEN json_type(json, ${key}) = 'ARRAY'
      THEN CAST(json_extract(json, ${key}) AS JSON[]) ELSE [CAST(NULL AS JSON)] END) AS json, ${fileColumn}
    FROM read_json_objects(${options(files)}, format = 'unstructured', maximum_object_size = ${limit})`;
}

function options(files: readonly LakeFile[]): string {
  const paths = quotePaths(files.map(file => file.path));
  return `${paths}, filename = ${quoteText(fileColumn)}, hive_partitioning = false`;
}

function isMalformed(error: unknown): boolean {
  return /Malformed JSON|Expected top-level JSON array/.test(messageOf(error));
}
