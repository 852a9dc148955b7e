import { isColumn, type PreparedCatalog } from './catalog-index.ts';
import { keysOf } from './lexicon.ts';
import { matchPhrase, type NounCandidate } from './noun-match.ts';
import { isOperation, type Piece } from './pieces.ts';
import { splitWords } from './split-words.ts';

type NounPiece = Piece & { kind: 'noun' };

/** A noun is said outright when a table or column has that name; less than this is only part of a name. */
const outright = 0.8;

function isPartOfNames(piece: Piece | undefined): piece is NounPiece {
  return (
    piece?.kind === 'noun' &&
    piece.candidates.length > 1 &&
    piece.candidates.every(({ thing, score }) => isColumn(thing) && score < outright) &&
    new Set(
      piece.candidates.filter((one) => one.score > 0.5).map(({ thing }) => isColumn(thing) && thing.table),
    ).size === 1
  );
}

function together(owner: NounPiece, part: NounPiece, prepared: PreparedCatalog): NounCandidate[] {
  const words = [...splitWords(owner.text), ...splitWords(part.text)].map(keysOf);
  return matchPhrase(words, prepared).filter(
    ({ thing, score }) =>
      isColumn(thing) && score >= outright && owner.candidates.some((candidate) => candidate.thing === thing),
  );
}

/** Places of the nouns in a list that ends (English) or begins (Chinese) beside `of`. */
function listedParts(pieces: Piece[], from: number, step: 1 | -1): number[] {
  const places: number[] = [];
  for (let at = from; at >= 0 && at < pieces.length; at += step) {
    const piece = pieces[at];
    if (piece?.kind === 'noun') places.push(at);
    else if (!isOperation(piece, 'and', 'comma', 'filler')) break;
  }
  return places;
}

/**
 * `the name and release year of the song` where no table is called song, but columns are called song name and song
 * release year: each part is read together with its owner.
 */
export function withOwners(pieces: Piece[], prepared: PreparedCatalog): Piece[] {
  const result = [...pieces];
  for (const [index, owner] of pieces.entries()) {
    if (!isPartOfNames(owner)) continue;
    const chinese = isOperation(pieces[index + 1], 'of') && /[\u3400-\u9fff]/.test(owner.text);
    let of = index + (chinese ? 1 : -1);
    while (!chinese && isOperation(pieces[of], 'filler')) of -= 1;
    if (!isOperation(pieces[of], 'of')) continue;
    const places = listedParts(pieces, chinese ? of + 1 : of - 1, chinese ? 1 : -1);
    const read = places.map((at) => {
      const part = pieces[at];
      return part?.kind === 'noun' ? together(owner, part, prepared) : [];
    });
    if (places.length === 0 || read.some((candidates) => candidates.length === 0)) continue;
    for (const [order, at] of places.entries()) {
      const part = pieces[at];
      if (part?.kind === 'noun')
        result[at] = { ...part, text: `${owner.text} ${part.text}`, candidates: read[order] ?? [] };
    }
    result[index] = {
      kind: 'operation',
      start: owner.start,
      end: owner.end,
      text: owner.text,
      operation: { op: 'filler' },
    };
  }
  return result;
}
