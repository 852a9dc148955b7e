import { Component, type ReactNode } from 'react';
import { ErrorNotice } from './ErrorNotice.tsx';

interface State {
  error: unknown;
}

/** Keeps a part of a page that fails, such as one that could not be loaded, from taking the page with it. */
export class PartBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <ErrorNotice error={this.state.error} />;
  }
}
