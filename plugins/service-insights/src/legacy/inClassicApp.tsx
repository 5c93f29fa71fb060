import { compatWrapper } from '@backstage/core-compat-api';
import type { ComponentType } from 'react';

/** The same component, with what the classic app calls otherwise under the names it asks for. */
export function inClassicApp(Shown: ComponentType) {
  return function ShownInClassicApp() {
    return compatWrapper(<Shown />);
  };
}
