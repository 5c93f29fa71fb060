import type { PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult, type BasicPermission } from '@backstage/plugin-permission-common';
import {
  serviceInsightsOperatePermission,
  serviceInsightsOperateWritePermission,
  type BackfillRequest,
  type ErasureRequest,
  type PauseRequest,
  type RunsQuery,
} from 'backstage-plugin-service-insights-common';
import type { Operating, Operator } from './Operator';

const toSee = [serviceInsightsOperatePermission];
const toAct = [serviceInsightsOperatePermission, serviceInsightsOperateWritePermission];

/** Lets operators see and do what the permission policy allows. The refusal is always the same words. */
export class AuthorizedOperator implements Operator {
  readonly #operator: Operator;
  readonly #permissions: PermissionsService;

  constructor(operator: Operator, permissions: PermissionsService) {
    this.#operator = operator;
    this.#permissions = permissions;
  }

  async runs(query: RunsQuery, operating: Operating) {
    await this.#check(toSee, operating);
    return this.#operator.runs(query, operating);
  }

  async run(id: string, operating: Operating) {
    await this.#check(toSee, operating);
    return this.#operator.run(id, operating);
  }

  async datasets(operating: Operating) {
    await this.#check(toSee, operating);
    return this.#operator.datasets(operating);
  }

  async plan(datasetId: string, operating: Operating) {
    await this.#check(toSee, operating);
    return this.#operator.plan(datasetId, operating);
  }

  async refresh(datasetId: string, operating: Operating) {
    await this.#check(toAct, operating);
    return this.#operator.refresh(datasetId, operating);
  }

  async backfill(datasetId: string, asked: BackfillRequest, operating: Operating) {
    await this.#check(toAct, operating);
    return this.#operator.backfill(datasetId, asked, operating);
  }

  async pause(datasetId: string | undefined, asked: PauseRequest, operating: Operating) {
    await this.#check(toAct, operating);
    return this.#operator.pause(datasetId, asked, operating);
  }

  async resume(datasetId: string | undefined, operating: Operating) {
    await this.#check(toAct, operating);
    return this.#operator.resume(datasetId, operating);
  }

  async erase(asked: ErasureRequest, operating: Operating) {
    await this.#check(toAct, operating);
    return this.#operator.erase(asked, operating);
  }

  async #check(permissions: readonly BasicPermission[], { credentials }: Operating): Promise<void> {
    const decisions = await this.#permissions.authorize(
      permissions.map(permission => ({ permission })),
      { credentials },
    );
    if (decisions.some(({ result }) => result !== AuthorizeResult.ALLOW)) {
      throw new NotAllowedError('You may not operate service insights');
    }
  }
}
