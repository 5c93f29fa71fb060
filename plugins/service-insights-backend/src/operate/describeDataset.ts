import type { OperatedDataset } from 'backstage-plugin-service-insights-common';
import { nextStep, sentence } from './describeRun';

/** Says in sentences how a dataset is doing: the most pressing first. */
export function describeDataset(dataset: Omit<OperatedDataset, 'says'>): string[] {
  return [
    ...(dataset.enabled ? [] : ['Disabled in its definition: nothing is read.']),
    ...dataset.pauses.map(pause => {
      const end = pause.until === null ? 'until someone resumes it' : `until ${pause.until}`;
      return `Paused by ${pause.by} ${end}: ${pause.reason}`;
    }),
    ...describeHold(dataset),
    ...describeBreaker(dataset.breakerOpen),
    ...describeFailure(dataset.lastFailure),
    ...describeSuspicion(dataset.suspiciousDays),
    describeServed(dataset),
    describeQueue(dataset.queue),
  ];
}

function describeHold({ budgetHold, spend }: Omit<OperatedDataset, 'says'>): string[] {
  if (budgetHold === null) return [];
  const end = budgetHold.until === null ? 'until a limit is raised' : `until ${budgetHold.until}`;
  const { span, usd, limitUsd } = spend.month;
  const own =
    limitUsd === null
      ? ''
      : ` In ${span} it has spent ${usd.toFixed(2)} of ${limitUsd.toFixed(2)} USD.`;
  return [`A budget does not pay for another run ${end}.${own}`];
}

function describeBreaker(sources: OperatedDataset['breakerOpen']): string[] {
  return sources.map(
    source =>
      `On ${source} its definition only fails: one day is tried a day until the definition changes, or someone resumes the dataset.`,
  );
}

function describeFailure(failure: OperatedDataset['lastFailure']): string[] {
  if (failure === null) return [];
  const { day, at, message } = failure;
  return [`${day} failed at ${at}: ${sentence(message)} ${nextStep(failure.class)}`];
}

function describeSuspicion(days: OperatedDataset['suspiciousDays']): string[] {
  return days.map(
    ({ day, source, reasons }) => `${day} (${source}) is unlike other days: ${reasons.join('; ')}.`,
  );
}

function describeServed({
  dataThrough,
  servedVersion,
  version,
}: Pick<OperatedDataset, 'dataThrough' | 'servedVersion' | 'version'>): string {
  const building =
    servedVersion === null || servedVersion === version
      ? ''
      : ` Version ${servedVersion} is served until version ${version} has its days.`;
  return dataThrough === null
    ? `No day is published yet.${building}`
    : `Complete through ${dataThrough}.${building}`;
}

function describeQueue({ waiting, running, nextDueAt }: OperatedDataset['queue']): string {
  if (waiting === 0 && running === 0) return 'Nothing is due.';
  const next = waiting > 0 && nextDueAt !== null ? `, the next due at ${nextDueAt}` : '';
  return `${count(running, 'run')} in flight, ${waiting} waiting${next}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
