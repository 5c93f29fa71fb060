import { DuckDBInstance } from '@duckdb/node-api';
import { quoteText } from './sqlText';

/**
 * A DuckDB that can read the given folders and nothing else, and whose configuration nobody can change any more.
 *
 * It still could write into the folders: what runs on it must be proved to be a SELECT.
 *
 * @param options - `directories`: absolute, without links; `memoryLimit`: in bytes, without spilling to disk;
 *   `macros`: statements that must run before the configuration is locked
 */
export async function openSandbox(options: {
  directories: readonly string[];
  memoryLimit: number;
  macros: readonly string[];
}): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${options.memoryLimit}B`,
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    for (const macro of options.macros) await connection.run(macro);
    const directories = options.directories.map(directory => quoteText(`${directory}/`));
    await connection.run(`SET allowed_directories = [${directories.join(', ')}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
  } finally {
    connection.closeSync();
  }
  return instance;
}
