export type { Clock } from './Clock';
export { ScaledClock } from './ScaledClock';
export { VirtualClock } from './VirtualClock';
