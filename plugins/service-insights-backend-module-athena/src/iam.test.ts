import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const one = z.union([z.string(), z.array(z.string())]).transform(value => [value].flat());
const policySchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Sid: z.string(),
      Effect: z.literal('Allow'),
      Action: one,
      Resource: one,
      Condition: z.unknown().optional(),
    }),
  ),
});

function policy(file: string) {
  const text = readFileSync(resolve(__dirname, '../iam', file), 'utf8');
  return policySchema.parse(JSON.parse(text));
}

const files = ['policy.json', 'lake-formation.json', 'kms.json'];

describe('the IAM policies', () => {
  it.each(files)(
    '%s permits no change to data or catalog, no code and no wildcard action',
    file => {
      for (const { Action } of policy(file).Statement) {
        for (const action of Action) {
          expect(action).not.toMatch(/\*/);
          expect(action).not.toMatch(
            /:(Create|Update|Delete|Batch(Create|Update|Delete)|Invoke|Put(?!Object$))/,
          );
        }
      }
    },
  );

  it('writes under the results prefix and nowhere else', () => {
    const writers = policy('policy.json').Statement.filter(({ Action }) =>
      Action.some(action => /:(Put|AbortMultipart)/.test(action)),
    );
    expect(writers.flatMap(({ Resource }) => Resource)).toEqual([
      'arn:aws:s3:::${ResultsBucket}/${ResultsPrefix}/*',
    ]);
  });

  it('names what it permits: only Lake Formation, which knows no resources, may use a star', () => {
    for (const file of files) {
      const stars = policy(file).Statement.filter(({ Resource }) => Resource.includes('*'));
      expect(stars.flatMap(({ Action }) => Action)).toEqual(
        file === 'lake-formation.json' ? ['lakeformation:GetDataAccess'] : [],
      );
    }
  });

  it('permits every call of the engine, and no other of Athena', () => {
    const connection = readFileSync(resolve(__dirname, 'AthenaConnection.ts'), 'utf8');
    const called = [...connection.matchAll(/new (\w+)Command\(/g)]
      .map(([, name]) => name)
      .filter(name => name !== 'GetObject')
      .map(name => `athena:${name}`);
    const permitted = policy('policy.json')
      .Statement.flatMap(({ Action }) => Action)
      .filter(action => action.startsWith('athena:'));
    expect(permitted.sort()).toEqual([...new Set(called)].sort());
  });
});
