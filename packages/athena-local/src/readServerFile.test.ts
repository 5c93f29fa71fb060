import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readServerFile } from './readServerFile';

describe('the file of a server', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'athena-local-file-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function read(content: string) {
    const path = join(folder, 'tables.yaml');
    await writeFile(path, content);
    return readServerFile(path);
  }

  it('declares the folder, tables and workgroups', async () => {
    const options = await read(`
directory: data
tables:
  telemetry.events: { files: 'events/day=*/*.parquet', format: parquet }
workgroups:
  primary: { outputLocation: 's3://results/', bytesScannedCutoffPerQuery: 10000000 }
injectedPartitions:
  telemetry.events: [day]
`);
    expect(options).toEqual({
      directory: join(folder, 'data'),
      tables: { 'telemetry.events': { files: 'events/day=*/*.parquet', format: 'parquet' } },
      workgroups: {
        primary: { outputLocation: 's3://results/', bytesScannedCutoffPerQuery: 10_000_000 },
      },
      injectedPartitions: { 'telemetry.events': ['day'] },
    });
  });

  it.each([
    ['directory: data', 'tables'],
    [
      "directory: data\ntables: { 'a.b': { files: '../x', format: parquet } }",
      'tables["a.b"].files',
    ],
    ["directory: data\ntables: { 'a.b': { files: x, format: orc } }", 'format must be parquet'],
    ['directory: data\ntables: { b: { files: x, format: jsonl } }', 'tables.b'],
    ['directory: data\ntables: {}\nworkgroups: { a: { cutoff: 1 } }', 'cutoff'],
  ])('names what is wrong with %j', async (content, part) => {
    await expect(read(content)).rejects.toThrow(part);
  });
});
