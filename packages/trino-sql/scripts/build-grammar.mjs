// Bundles the Trino part of dt-sql-parser into one CommonJS file.
//
// The package is published as ES modules whose imports lack file extensions and whose package.json lacks "type", so
// neither plain Node nor Jest can load it. The bundle can be loaded by both, from `src` and from `dist`.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageDir = dirname(dirname(fileURLToPath(import.meta.url)));
const outDir = join(packageDir, 'dist-grammar');
const outFile = join(outDir, 'trinoGrammar.js');
const stampFile = join(outDir, 'stamp.txt');
const require = createRequire(import.meta.url);

const folderOf = name => {
  for (const base of require.resolve.paths(name)) {
    if (existsSync(join(base, name, 'package.json'))) return join(base, name);
  }
  throw new Error(`${name} is not installed`);
};
const parserDir = folderOf('dt-sql-parser');
const runtimeDir = folderOf('antlr4ng');
const versionOf = dir => JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')).version;

const stamp = createHash('sha256')
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .update(`${versionOf(parserDir)} ${versionOf(runtimeDir)}`)
  .digest('hex');

const upToDate =
  existsSync(outFile) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;

if (!upToDate) {
  const { build } = await import('esbuild');
  mkdirSync(outDir, { recursive: true });
  await build({
    stdin: {
      contents: [
        `export { TrinoSqlLexer } from 'dt-sql-parser/dist/lib/trino/TrinoSqlLexer.js';`,
        `export * from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';`,
        `export { BailErrorStrategy, CharStreams, CommonTokenStream, ParserRuleContext, PredictionMode, TerminalNode, Token } from 'antlr4ng';`,
      ].join('\n'),
      resolveDir: packageDir,
    },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minifyWhitespace: true,
    legalComments: 'none',
    outfile: outFile,
    logLevel: 'warning',
  });
  const licences = [
    ['dt-sql-parser', parserDir],
    ['antlr4ng', runtimeDir],
  ].map(([name, dir]) => {
    const file = ['LICENSE', 'LICENSE.txt', 'LICENSE.md'].map(f => join(dir, f)).find(existsSync);
    return `${name} ${versionOf(dir)}\n\n${file ? readFileSync(file, 'utf8') : ''}`;
  });
  writeFileSync(join(outDir, 'THIRD-PARTY-LICENSES.txt'), licences.join('\n\n'));
  writeFileSync(stampFile, stamp);
}
