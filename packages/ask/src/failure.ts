import type { Text } from '@sextant/contract/text';
import type { Span } from './pieces.ts';

/** Why a question ends without a query: words left over, or readings that tie. */
export type Failure =
  | { kind: 'unexplained'; spans: Span[] }
  | { kind: 'cannot'; reason: Text }
  | { kind: 'tie'; span: Span; options: { label: string; replacement: string }[]; once?: boolean };

/** Carries a failure out of the depth of linking and building; caught by `interpret` alone. */
export class FailureSignal extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/** Ends the interpretation: the words were understood but cannot be answered over this catalog. */
export function cannot(zh: string, en: string): never {
  throw new FailureSignal({ kind: 'cannot', reason: { zh, en } });
}

/** Ends the interpretation: these words matter and have no place. */
export function unexplained(...spans: Span[]): never {
  throw new FailureSignal({ kind: 'unexplained', spans });
}
