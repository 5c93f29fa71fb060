import type { OperatedDataset } from 'backstage-plugin-service-insights-common';
import type { Finding, Suspicion } from '../publish/Suspicion';
import type { MarkedDay } from './Ledger';

/** Says of each marked day in words what is unlike other days. */
export function suspiciousDays(marked: readonly MarkedDay[]): OperatedDataset['suspiciousDays'] {
  return marked.map(({ day, source, suspicion, finding }) => ({
    day,
    source,
    reasons: [...suspicion.map(describe), ...(finding ? [describeFinding(finding)] : [])],
  }));
}

function describeFinding({ atMs, reasons }: Finding): string {
  const found = reasons.map(describe).join(', ');
  return `kept as it was, because the reading of ${new Date(atMs).toISOString()} had ${found}`;
}

function describe({ kind, expected, found }: Suspicion): string {
  switch (kind) {
    case 'fewCalls':
    case 'manyCalls':
      return `${count(found)} calls where about ${count(expected)} are usual`;
    case 'fewServices':
      return `${count(found)} services where about ${count(expected)} are usual`;
    case 'malformed':
      return `${share(found)} of its events cannot be read, ${share(expected)} are usual`;
    case 'duplicates':
      return `${share(found)} of its events came more than once, ${share(expected)} are usual`;
    case 'unmapped':
      return `${share(found)} of its events name no service, ${share(expected)} are usual`;
    case 'fewerThanBefore':
      return `${count(found)} calls where an earlier reading found ${count(expected)}`;
    case 'noEvents':
      return `no events where an earlier reading found ${count(expected)} calls`;
    default:
      return kind satisfies never;
  }
}

function count(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}

function share(part: number): string {
  return `${(part * 100).toLocaleString('en-US', { maximumSignificantDigits: 2 })} %`;
}
