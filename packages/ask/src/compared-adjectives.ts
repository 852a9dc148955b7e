import { isOperation, type Piece } from './pieces.ts';

const more = /^(高|多|大|贵|长|重|好|强|快|晚|远)$/;
const less = /^(低|少|小|便宜|短|轻|差|弱|慢|早|近)$/;

/** 比平均工资高: 比 and the adjective after what it compares with make one operator, written as 高于平均工资 is. */
export function withComparedAdjectives(pieces: Piece[]): Piece[] {
  const result: Piece[] = [];
  const dropped = new Set<Piece>();
  for (const [index, piece] of pieces.entries()) {
    if (dropped.has(piece)) continue;
    const adjective = piece.text === '比' ? adjectiveAfter(pieces, index) : null;
    if (!adjective) {
      result.push(piece);
      continue;
    }
    dropped.add(adjective);
    const { start, end, text } = piece;
    const operator = less.test(adjective.text) ? '<' : '>';
    result.push({ kind: 'operation', start, end, text, operation: { op: 'compare', operator } });
  }
  return result;
}

function adjectiveAfter(pieces: Piece[], index: number): Piece | null {
  for (const piece of pieces.slice(index + 2, index + 6)) {
    if (more.test(piece.text) || less.test(piece.text)) return piece;
    const passes =
      piece.kind === 'noun' ||
      piece.kind === 'number' ||
      piece.kind === 'unit' ||
      isOperation(piece, 'of', 'aggregate', 'filler');
    if (!passes) return null;
  }
  return null;
}
