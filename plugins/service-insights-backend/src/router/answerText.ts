import type { WrittenAnswer } from '../read/InsightReader';

/** An answer as it is sent: its data is JSON text already and is not parsed again. */
export function answerText({ data, meta }: WrittenAnswer): string {
  return `{"data":${data},"meta":${JSON.stringify(meta)}}`;
}
