import { isColumn, type PreparedCatalog, type PreparedTable } from './catalog-index.ts';
import type { RawPiece } from './join-words.ts';
import { keysOf } from './lexicon.ts';
import { isTransaction, orderKey } from './metric.ts';
import { isHan } from './normalize.ts';
import { matchPhrase } from './noun-match.ts';
import { isOperation, type Piece } from './pieces.ts';

function isBestSelling(piece: RawPiece | undefined): piece is Piece {
  return piece?.kind !== 'word' && isOperation(piece, 'best_selling');
}

/** Whether another measure is named to rank by: `top 10 best-selling products by revenue`. */
function ranksOtherwise(raw: RawPiece[], index: number): boolean {
  const is = (piece: RawPiece, op: 'top' | 'by') => piece.kind !== 'word' && isOperation(piece, op);
  return (
    raw.slice(0, index).some((piece) => is(piece, 'top')) && raw.slice(index).some((piece) => is(piece, 'by'))
  );
}

/** Whether rows of the table are sales or their lines, not what is in stock. */
function isSale(table: PreparedTable): boolean {
  return isTransaction(table) || orderKey(table) !== null;
}

/**
 * `best-selling`, 卖得最好: the highest quantity sold. Where the catalog keeps no such quantity the words stay
 * unknown.
 */
export function withBestSellers(raw: RawPiece[], prepared: PreparedCatalog): RawPiece[] {
  return raw.flatMap((piece, index): RawPiece[] => {
    if (!isBestSelling(piece)) return [piece];
    const { start, end, text } = piece;
    if (ranksOtherwise(raw, index))
      return [{ kind: 'operation', start, end, text, operation: { op: 'filler' } }];
    const candidates = ['units_sold', 'quantity']
      .flatMap((word) => matchPhrase([keysOf(word)], prepared))
      .filter(
        ({ thing, score }) =>
          isColumn(thing) && thing.role === 'measure' && score >= 0.6 && isSale(thing.table),
      );
    if (candidates.length === 0) return [{ kind: 'unknown', start, end, text }];
    const most: Piece = {
      kind: 'operation',
      start,
      end,
      text,
      operation: { op: 'superlative', direction: 'desc', of: [] },
    };
    const sold: Piece = { kind: 'noun', start, end, text, candidates };
    return isHan(text.charAt(0)) ? [sold, most] : [most, sold];
  });
}
