export type { TypedValue } from './typedValue';
export { SqlRefused } from './SqlRefused';
export { encodeLiteral } from './literals/encodeLiteral';
export { bindParameters } from './literals/bindParameters';
export { guardStatement } from './guard/guardStatement';
export { guardExpression } from './guard/guardExpression';
