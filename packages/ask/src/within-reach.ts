import { isColumn, type PreparedTable } from './catalog-index.ts';
import type { NounCandidate } from './noun-match.ts';
import type { Piece } from './pieces.ts';

const outright = 0.98;

function tableOf(candidate: NounCandidate): PreparedTable {
  return isColumn(candidate.thing) ? candidate.thing.table : candidate.thing;
}

/** Every table that keys lead to from the table, itself included. */
function connectedTo(start: PreparedTable): Set<PreparedTable> {
  const found = new Set([start]);
  for (const table of found)
    for (const edge of table.edges) {
      found.add(edge.child);
      found.add(edge.parent);
    }
  return found;
}

/** Tables that the question calls by their name and by nothing else. */
function namedOutright(pieces: readonly Piece[]): PreparedTable[] {
  const found = new Set<PreparedTable>();
  for (const piece of pieces) {
    const best = piece.kind === 'noun' ? piece.candidates[0] : undefined;
    if (best && !isColumn(best.thing) && best.score >= outright) found.add(best.thing);
  }
  return [...found];
}

/**
 * `the cost of the latest treatment` where charges hang on nothing: a word that only nearly names a table no key leads
 * to means what it names within reach of the tables that the question does name.
 */
export function withinReach(pieces: Piece[]): Piece[] {
  const [first, ...others] = namedOutright(pieces);
  if (!first) return pieces;
  const reach = connectedTo(first);
  if (others.some((table) => !reach.has(table))) return pieces;
  return pieces.map((piece) => {
    const best = piece.kind === 'noun' ? piece.candidates[0] : undefined;
    if (piece.kind !== 'noun' || !best || best.score >= outright || reach.has(tableOf(best))) return piece;
    const near = piece.candidates.filter((candidate) => reach.has(tableOf(candidate)));
    const nearest = near[0];
    const fits = nearest !== undefined && nearest.score >= (isColumn(nearest.thing) ? 0.6 : 0.8);
    return fits ? { ...piece, candidates: near } : piece;
  });
}
