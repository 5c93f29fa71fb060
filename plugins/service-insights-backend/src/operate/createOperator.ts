import type { AuditorService, PermissionsService } from '@backstage/backend-plugin-api';
import { AuditedOperator } from './AuditedOperator';
import { AuthorizedOperator } from './AuthorizedOperator';
import type { Operator } from './Operator';
import { PortalOperator, type PortalOperatorOptions } from './PortalOperator';

/** The operator's side of a portal: what is asked is written down, then checked, then done. */
export function createOperator(
  options: PortalOperatorOptions & {
    auditor: AuditorService;
    permissions: PermissionsService;
  },
): Operator {
  const { auditor, permissions, logger } = options;
  return new AuditedOperator(
    new AuthorizedOperator(new PortalOperator(options), permissions),
    auditor,
    logger,
  );
}
