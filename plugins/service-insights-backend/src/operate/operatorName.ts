import type { BackstageCredentials } from '@backstage/backend-plugin-api';

/** Who acts, as others are told: a user's entity ref, or the name of a plugin or an external service. */
export function operatorName({ principal }: BackstageCredentials): string {
  if (typeof principal !== 'object' || principal === null) return 'unknown';
  if ('userEntityRef' in principal) return String(principal.userEntityRef);
  return 'subject' in principal ? String(principal.subject) : 'unknown';
}
