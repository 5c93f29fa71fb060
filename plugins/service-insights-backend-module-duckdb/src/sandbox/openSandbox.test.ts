import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { TestLake } from '../testing/TestLake';
import { openSandbox } from './openSandbox';

describe('openSandbox', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await TestLake.create();
    await lake.write('inside/a.csv', 'x\n');
    await lake.write('outside.csv', 'secret\n');
    await symlink(join(lake.directory, 'outside.csv'), join(lake.directory, 'inside/link.csv'));
  });
  afterEach(() => lake.remove());

  async function sandbox() {
    const instance = await openSandbox({
      directories: [join(lake.directory, 'inside')],
      memoryLimit: 200e6,
      macros: ['CREATE MACRO plus_one(a) AS a + 1'],
    });
    return instance.connect();
  }

  it('reads the folder, in UTC, with its macros', async () => {
    const connection = await sandbox();
    const read = await connection.runAndReadAll(
      `SELECT plus_one(1), current_setting('TimeZone'), content FROM read_text('${lake.directory}/inside/a.csv')`,
    );
    expect(read.getRows()).toEqual([[2, 'UTC', 'x\n']]);
  });

  it('denies everything else', async () => {
    const connection = await sandbox();
    const denied = [
      `SELECT * FROM read_text('${lake.directory}/outside.csv')`,
      `SELECT * FROM read_csv('${lake.directory}/inside/../outside.csv')`,
      `SELECT * FROM read_text('${lake.directory}/inside/link.csv')`,
      `SELECT * FROM "${lake.directory}/outside.csv"`,
      `SELECT * FROM glob('${lake.directory}/*')`,
      `SELECT * FROM read_text('/etc/passwd')`,
      `SELECT * FROM read_csv('https://example.com/x.csv')`,
      `ATTACH '${lake.directory}/x.db'`,
      `COPY (SELECT 1) TO '${lake.directory}/out.csv'`,
      `EXPORT DATABASE '${lake.directory}/export'`,
      `INSTALL httpfs`,
      `LOAD httpfs`,
      `SET memory_limit = '10GB'`,
      `SET TimeZone = 'Europe/Berlin'`,
      `SET enable_external_access = true`,
      `RESET allowed_directories`,
      `SET lock_configuration = false`,
    ];
    for (const sql of denied) {
      await expect(connection.run(sql).then(() => sql)).rejects.toBeDefined();
    }
  });
});
