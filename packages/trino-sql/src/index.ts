export type { TypedValue } from './typedValue';
