import type { NounCandidate } from './noun-match.ts';
import type { Operation } from './operations.ts';
import type { ValueMatch } from './value-index.ts';

/** Where a piece stands in the question, in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
  /** The normalised text. */
  text: string;
}

/** One understood part of a question, in the order of the question. */
export type Piece = Span &
  (
    | { kind: 'noun'; candidates: NounCandidate[] }
    | { kind: 'value'; matches: ValueMatch[]; quoted: boolean }
    | { kind: 'number'; value: number; percent: boolean; maybeYear: boolean }
    | {
        kind: 'period';
        from: string | null;
        to: string | null;
        year?: number;
        impossible?: boolean;
        untilNow?: boolean;
      }
    | { kind: 'operation'; operation: Operation }
    | { kind: 'unit' }
    | { kind: 'stop' }
    | { kind: 'unknown' }
  );

/** Whether the piece is the grammar operation. */
export function isOperation<Name extends Operation['op']>(
  piece: Piece | undefined,
  ...names: Name[]
): piece is Piece & { kind: 'operation'; operation: Extract<Operation, { op: Name }> } {
  return piece?.kind === 'operation' && (names as string[]).includes(piece.operation.op);
}
