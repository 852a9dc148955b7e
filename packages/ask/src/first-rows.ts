import { isOperation, type Piece } from './pieces.ts';

const earliest: Piece & { kind: 'operation' } = {
  kind: 'operation',
  start: 0,
  end: 0,
  text: 'first',
  operation: { op: 'superlative', direction: 'asc', of: ['date', 'time', 'year'] },
};

/** `the first order` is the earliest one; `first 5` and `first name` stay as they are. */
export function withFirstRows(pieces: Piece[]): Piece[] {
  return pieces.map((piece, index) => {
    if (!isOperation(piece, 'top') || piece.text !== 'first') return piece;
    const next = pieces[index + 1];
    const before = pieces[index - 1];
    const counted = next?.kind === 'number' || before?.kind === 'number';
    return next?.kind === 'noun' && !counted ? { ...earliest, start: piece.start, end: piece.end } : piece;
  });
}
