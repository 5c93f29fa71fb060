import { Component, type ReactNode } from 'react';

/** Keeps what breaks in one card inside that card. */
export class CardErrorBoundary extends Component<
  { fallback: ReactNode; children: ReactNode },
  { isBroken: boolean }
> {
  state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  render() {
    return this.state.isBroken ? this.props.fallback : this.props.children;
  }
}
