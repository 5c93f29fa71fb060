import { setTimeout as sleep } from 'node:timers/promises';

/** The summary card of a service. */
export function cardPath(service: string): string {
  return `/api/service-insights/v1/entities/component/default/${service}/overview`;
}

/** @returns `Bearer …` of a signed-in user */
export async function tokenOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/guest/refresh`, { method: 'POST' });
  if (!answer.ok) throw new Error(`Nobody could sign in: ${answer.status}`);
  const { backstageIdentity } = await answer.json();
  return `Bearer ${backstageIdentity.token}`;
}

/** Waits until the catalog has the entity of each service. */
export async function untilCatalogued(
  url: string,
  authorization: string,
  services: readonly string[],
): Promise<void> {
  for (const service of services) {
    const path = `/api/catalog/entities/by-name/component/default/${service}`;
    while (!(await fetch(`${url}${path}`, { headers: { authorization } })).ok) await sleep(250);
  }
}
