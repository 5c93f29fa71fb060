import type { Partition } from './partitionsOf';
import type { SampleEvent } from './SampleEvent';

/** What the fault injection platform calls the outcomes. */
const results = {
  ok: 'success',
  caller_fault: 'client_error',
  service_fault: 'server_error',
  throttled: 'throttled',
} as const;

/**
 * A partition as lines of JSON, with what is no event strewn in.
 */
export function jsonLinesOf(partition: Partition): string {
  const lines = partition.records.map(jsonLineOf);
  const gap = Math.floor(lines.length / (partition.malformedLines.length + 1));
  partition.malformedLines.forEach((line, i) => lines.splice((i + 1) * gap, 0, line));
  return `${lines.join('\n')}\n`;
}

/** Spelled out, for speed: no value of this package needs escaping. */
function jsonLineOf(event: SampleEvent): string {
  const error = event.error === undefined ? '' : `"error_code":"${event.error}",`;
  const fault = event.faultKind === undefined ? '' : `"fault_kind":"${event.faultKind}",`;
  return (
    `{"event_id":"${event.eventId}","ts":"${new Date(event.atMs).toISOString()}",` +
    `"service":"${event.service}","region":"${event.region}","account_id":"${event.customer}",` +
    `"operation":"${event.operation}","result":"${results[event.outcome]}",${error}${fault}` +
    `"duration_ms":${event.durationMs},"trace_id":"${event.traceId}",` +
    `"app_version":"${event.appVersion}","bytes":${event.bytes}}`
  );
}
