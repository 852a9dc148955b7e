import { isColumn, type PreparedTable } from './catalog-index.ts';
import type { Piece } from './pieces.ts';

function tableNamed(piece: Piece): { table: PreparedTable; score: number } | null {
  const found = piece.kind === 'noun' ? piece.candidates.find(({ thing }) => !isColumn(thing)) : undefined;
  return found && !isColumn(found.thing) ? { table: found.thing, score: found.score } : null;
}

/**
 * 电视剧的剧集: a word that names a table and as well a column of it means the column where another word names the
 * table.
 */
export function withOwnColumns(pieces: Piece[]): Piece[] {
  return pieces.map((piece) => {
    const named = tableNamed(piece);
    if (piece.kind !== 'noun' || !named || named.score >= 0.98) return piece;
    const own = piece.candidates.filter(
      ({ thing, score }) => isColumn(thing) && thing.table === named.table && score >= named.score - 0.01,
    );
    const elsewhere = pieces.some((other) => {
      const second = other === piece || other.text === piece.text ? null : tableNamed(other);
      return second?.table === named.table && second.score >= named.score;
    });
    if (own.length === 0 || !elsewhere) return piece;
    return { ...piece, candidates: piece.candidates.filter(({ thing }) => thing !== named.table) };
  });
}
