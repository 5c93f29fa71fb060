/** npm run real-data:generate: writes each case's expect.json from the truth beside its data in REAL_DATA_DIR. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generators } from './generators';

async function generate(directory: string): Promise<void> {
  for (const [name, expectationsOf] of Object.entries(generators)) {
    const truth: unknown = JSON.parse(await readFile(join(directory, name, 'truth.json'), 'utf8'));
    const expectations = expectationsOf(truth);
    const lines = expectations.map(expectation => JSON.stringify(expectation));
    await writeFile(join('cases', name, 'expect.json'), `[\n${lines.join(',\n')}\n]\n`);
    process.stdout.write(`${name}: ${expectations.length} expectations\n`);
  }
}

const directory = process.env.REAL_DATA_DIR;
if (directory) {
  generate(directory).catch(error => {
    process.stderr.write(`${error}\n`);
    process.exitCode = 1;
  });
} else {
  process.stderr.write('REAL_DATA_DIR must name the folder that holds the data sets\n');
  process.exitCode = 1;
}
