import { Component, type ReactNode } from 'react';

/** Keeps what breaks in one card inside that card. */
export class CardErrorBoundary extends Component<
  { fallback: ReactNode; children: ReactNode },
  { isBroken: boolean }
> {
  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  state = { isBroken: false };

  render() {
    return this.state.isBroken ? this.props.fallback : this.props.children;
  }
}
