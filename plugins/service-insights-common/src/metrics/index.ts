export {
  leastCustomersForNames,
  metricNames,
  metrics,
  type MetricKind,
  type MetricName,
} from './metrics';
export { describeChange, type ComparisonGround } from './describeChange';
