import type {
  InsightAnswer,
  InsightData,
  InsightId,
} from 'backstage-plugin-service-insights-common';

/** A field that only this insight's data has: enough to notice an answer that was mixed up on its way. */
const telltale: { [I in InsightId]: keyof InsightData[I] } = {
  overview: 'headline',
  usage: 'callsPerDay',
  adoption: 'identity',
  failures: 'outcomes',
  retention: 'cohorts',
  latency: 'timedCalls',
  changes: 'changes',
};

/** Whether an answer is one to a question about this insight. */
export function isAnswerTo<I extends InsightId>(
  insight: I,
  answer: InsightAnswer,
): answer is InsightAnswer<I> {
  return answer.data === null || telltale[insight] in answer.data;
}
