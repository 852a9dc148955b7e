import { withComparedAdjectives } from './compared-adjectives.ts';
import type { Operator } from './operations.ts';
import { isOperation, type Piece, type Span } from './pieces.ts';

/** A comparison put together from its words: operator and number, a range, or `the average`. */
export type Comparison = Span & {
  kind: 'comparison';
  of: string[];
  inverse: string[];
  /** The unit after the number: 岁, 元, … */
  unit: string | null;
} & (
    | { test: 'number'; operator: Operator; value: number }
    | { test: 'range'; low: number; high: number }
    | { test: 'average'; operator: Operator }
  );

export type Item = Piece | Comparison;

const opposite: Record<Operator, Operator> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/** The operator that is true exactly where the given one is false. */
export function negate(operator: Operator): Operator {
  return opposite[operator];
}

function spanOf(pieces: Piece[], from: number, to: number): Span {
  const used = pieces.slice(from, to + 1);
  return {
    start: used[0]?.start ?? 0,
    end: used.at(-1)?.end ?? 0,
    text: used.map((piece) => piece.text).join(' '),
  };
}

function numberAt(
  pieces: Piece[],
  index: number,
): { value: number; next: number; unit: string | null } | null {
  const piece = pieces[index];
  if (piece?.kind !== 'number') return null;
  const value = piece.percent ? piece.value / 100 : piece.value;
  const unit = pieces[index + 1];
  return unit?.kind === 'unit'
    ? { value, next: index + 2, unit: unit.text }
    : { value, next: index + 1, unit: null };
}

/** 不止一个, `more than a single`: one that is no number elsewhere. */
function singleAt(
  pieces: Piece[],
  index: number,
): { value: number; next: number; unit: string | null } | null {
  const text = pieces[index]?.text ?? '';
  if (/^一[个位名家种条张次份]$/.test(text)) return { value: 1, next: index + 1, unit: text.slice(1) };
  return text === 'single' ? { value: 1, next: index + 1, unit: null } : null;
}

const joinWords = /^(到|至|~|and|to|和|与|-)$/;

/** `1 or 2 dogs`: two neighbouring counts of the same thing are a range. */
function isNeighbourCount(pieces: Piece[], first: number, second: { value: number; next: number }): boolean {
  return second.value === first + 1 && pieces[second.next]?.kind === 'noun';
}

function readRange(pieces: Piece[], index: number): { comparison: Comparison; next: number } | null {
  const opens = isOperation(pieces[index], 'between');
  const first = numberAt(pieces, opens ? index + 1 : index);
  if (!first) return null;
  const middle = pieces[first.next];
  const either = middle !== undefined && /^(or|或|或者)$/.test(middle.text);
  if (!middle || !(joinWords.test(middle.text) || either)) return null;
  const second = numberAt(pieces, first.next + 1);
  if (!second) return null;
  if (either && !isNeighbourCount(pieces, first.value, second)) return null;
  let next = second.next;
  const closing = pieces[next];
  const closes = closing !== undefined && /^(之间|之间的)$/.test(closing.text);
  if (closes) next += 1;
  const connector = /^(and|和|与)$/.test(middle.text);
  if (connector && !opens && !closes) return null;
  return {
    next,
    comparison: {
      kind: 'comparison',
      test: 'range',
      low: first.value,
      high: second.value,
      of: [],
      inverse: [],
      unit: second.unit ?? first.unit,
      ...spanOf(pieces, index, next - 1),
    },
  };
}

function readCompare(pieces: Piece[], index: number): { comparison: Comparison; next: number } | null {
  let at = index;
  let negated = false;
  if (isOperation(pieces[at], 'not') && isOperation(pieces[at + 1], 'compare')) {
    negated = true;
    at += 1;
  }
  const piece = pieces[at];
  if (!isOperation(piece, 'compare')) return null;
  const operator = negated ? negate(piece.operation.operator) : piece.operation.operator;
  const shared = { of: piece.operation.of ?? [], inverse: piece.operation.inverse ?? [] };
  const average = pieces[at + 1];
  if (isOperation(average, 'aggregate') && average.operation.aggregate === 'avg') {
    return {
      next: at + 2,
      comparison: {
        kind: 'comparison',
        test: 'average',
        operator,
        unit: null,
        ...shared,
        ...spanOf(pieces, index, at + 1),
      },
    };
  }
  let gap = at + 1;
  while (gap < at + 3 && isOperation(pieces[gap], 'filler', 'verb', 'with', 'like')) gap += 1;
  const number = singleAt(pieces, at + 1) ?? numberAt(pieces, gap) ?? singleAt(pieces, gap);
  if (!number) return null;
  return {
    next: number.next,
    comparison: {
      kind: 'comparison',
      test: 'number',
      operator,
      value: number.value,
      unit: number.unit,
      ...shared,
      ...spanOf(pieces, index, number.next - 1),
    },
  };
}

function readSuffix(pieces: Piece[], index: number): { comparison: Comparison; next: number } | null {
  const number = numberAt(pieces, index);
  const suffix = number ? pieces[number.next] : undefined;
  if (!number || !isOperation(suffix, 'suffix_compare')) return null;
  return {
    next: number.next + 1,
    comparison: {
      kind: 'comparison',
      test: 'number',
      operator: suffix.operation.operator,
      value: number.value,
      of: [],
      inverse: [],
      unit: number.unit,
      ...spanOf(pieces, index, number.next),
    },
  };
}

/** `above age 20` reads as `age above 20`. */
function nounInside(
  pieces: Piece[],
  index: number,
): { noun: Piece; comparison: Comparison; next: number } | null {
  const [operator, noun, number] = [pieces[index], pieces[index + 1], pieces[index + 2]];
  if (!operator || noun?.kind !== 'noun' || !number || !isOperation(operator, 'compare')) return null;
  const read = readCompare([operator, ...pieces.slice(index + 2)], 0);
  return read && number.kind === 'number'
    ? { noun, comparison: read.comparison, next: index + 1 + read.next }
    : null;
}

/** Puts operators and numbers together: `more than 5`, `20 or more`, `5到10之间`, `高于平均`. */
export function mergeComparisons(read: Piece[]): Item[] {
  const pieces = withComparedAdjectives(read);
  const items: Item[] = [];
  for (let index = 0; index < pieces.length; ) {
    const turned = nounInside(pieces, index);
    if (turned) {
      items.push(turned.noun, turned.comparison);
      index = turned.next;
      continue;
    }
    const merged = readRange(pieces, index) ?? readCompare(pieces, index) ?? readSuffix(pieces, index);
    if (merged) {
      items.push(merged.comparison);
      index = merged.next;
      continue;
    }
    const piece = pieces[index];
    if (piece) items.push(piece);
    index += 1;
  }
  return items;
}
