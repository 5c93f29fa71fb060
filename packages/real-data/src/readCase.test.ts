import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCase } from './readCase';

const definition = `
kind: dataset
id: orders
table: shop.orders
time: { column: ts, partition: { column: day } }
service: service
`;
const engine = `tables: { shop.orders: { files: '*.csv', format: csv } }`;
const expectation = {
  metric: 'calls',
  service: 'a',
  from: '2026-01-01',
  to: '2026-01-02',
  value: 3,
};

describe('readCase', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'real-data-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function read(files: { definition?: string; engine?: string; expect?: unknown }) {
    await writeFile(join(folder, 'definition.yaml'), files.definition ?? definition);
    await writeFile(join(folder, 'engine.yaml'), files.engine ?? engine);
    const expect = files.expect ?? [expectation];
    await writeFile(
      join(folder, 'expect.json'),
      typeof expect === 'string' ? expect : JSON.stringify(expect),
    );
    return readCase(folder);
  }

  it('takes the three files of a case', async () => {
    const list = { list: 'errors', from: '2026-01-01', to: '2026-01-02', equals: [['404', 2]] };
    expect(await read({ expect: [expectation, list] })).toMatchObject({
      ok: true,
      case: { datasets: [{ id: 'orders' }], expectations: [expectation, list] },
    });
  });

  it('takes several datasets from one file, each a document', async () => {
    const second = definition.replace('orders', 'more-orders');
    const expectations = [{ ...expectation, dataset: 'more-orders' }];
    expect(
      await read({ definition: `${definition}---${second}`, expect: expectations }),
    ).toMatchObject({
      ok: true,
      case: { datasets: [{ id: 'orders' }, { id: 'more-orders' }] },
    });
  });

  it.each([
    ['a definition that is no YAML', { definition: 'kind: [' }, /^definition\.yaml: /],
    [
      'a definition with a wrong key',
      { definition: `${definition}colour: red` },
      /^definition\.yaml: document 1: unknown 'colour'/,
    ],
    ['no definition', { definition: '' }, /^definition\.yaml: must hold at least one dataset/],
    ['an engine without tables', { engine: 'memoryLimit: 1GB' }, /^engine\.yaml: tables: /],
    [
      'an engine with a directory',
      { engine: `${engine}\ndirectory: /` },
      /^engine\.yaml: directory: must be left out/,
    ],
    ['expectations that are no JSON', { expect: '[' }, /^expect\.json: /],
    ['no expectation', { expect: [] }, /^expect\.json: /],
    [
      'an unknown metric',
      { expect: [{ ...expectation, metric: 'hits' }] },
      /^expect\.json: 0\.metric: must be one of calls, /,
    ],
    [
      'a day that is none',
      { expect: [{ ...expectation, to: '2026-02-30' }] },
      /^expect\.json: 0\.to: must be a day/,
    ],
    [
      'an unknown dataset',
      { expect: [{ ...expectation, dataset: 'x' }] },
      /^expect\.json: 0\.dataset: must be one of orders/,
    ],
  ])('says what is wrong with %s', async (_, files, message) => {
    const result = await read(files);
    expect(result).toMatchObject({ ok: false, problems: [expect.stringMatching(message)] });
  });

  it('says which file is missing', async () => {
    const result = await readCase(folder);
    expect(result).toMatchObject({
      ok: false,
      problems: [
        expect.stringMatching(/^definition\.yaml: .*no such file/),
        expect.stringMatching(/^engine\.yaml: .*no such file/),
        expect.stringMatching(/^expect\.json: .*no such file/),
      ],
    });
  });
});
