import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { migrate } from '../database/openDatabase';
import { BudgetAudit } from './BudgetAudit';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('a used-up budget on %s', databaseId => {
  it('is audited once, however many runs and replicas meet it, and again when it was raised', async () => {
    const knex = await databases.init(databaseId);
    await migrate(knex);
    const auditor = mockServices.auditor.mock();
    const fail = jest.fn();
    auditor.createEvent.mockImplementation(async () => ({ success: jest.fn(), fail }));
    const replica = () => new BudgetAudit({ knex, auditor, logger: mockServices.logger.mock() });
    const budget = (limitNanoUsd: number, span = '2026-03') => ({
      scope: '*',
      span,
      spentNanoUsd: 2e9,
      reservedNanoUsd: 0,
      limitNanoUsd,
    });

    const replicas = [replica(), replica(), replica()];
    await Promise.all([...replicas, ...replicas].map(one => one.usedUp('requests', budget(2e9))));
    expect(auditor.createEvent.mock.calls).toEqual([
      [
        {
          eventId: 'budget-refusal',
          severityLevel: 'medium',
          meta: { datasetId: 'requests', scope: '*', span: '2026-03', limitUsd: 2, spentUsd: 2 },
        },
      ],
    ]);
    expect(fail).toHaveBeenCalledTimes(1);

    await replicas[0].usedUp('requests', budget(3e9));
    await replicas[0].usedUp('requests', budget(3e9, '2026-04'));
    await replicas[1].usedUp('requests', budget(3e9, '2026-04'));
    expect(fail).toHaveBeenCalledTimes(3);
    expect(await knex('audited_budgets').pluck('span')).toEqual(['2026-04']);
  });
});
