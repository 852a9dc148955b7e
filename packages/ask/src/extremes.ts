import type { Language } from '@sextant/contract/text';

/** A group's label and its figure. */
export interface Point {
  label: string;
  value: number;
  /** False when a label is missing: such a group is counted but not put forward. */
  named: boolean;
}

export interface Extreme {
  value: number;
  /** Labels of all groups that share the value, at least one. */
  labels: string[];
}

const mostTied = 3;

/** The highest and the lowest of at least one point, with all that tie for it. */
export function extremes(points: readonly Point[]): { highest: Extreme; lowest: Extreme; sum: number } {
  const named = points.some((point) => point.named) ? points.filter((point) => point.named) : points;
  const values = named.map((point) => point.value);
  const at = (value: number): Extreme => ({
    value,
    labels: named.filter((point) => point.value === value).map((point) => point.label),
  });
  const highest = values.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
  const lowest = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  return {
    highest: at(highest),
    lowest: at(lowest),
    sum: points.reduce((sum, point) => sum + point.value, 0),
  };
}

/** Who holds an extreme: a few by name, many by the first and their number (`noun` counts them in Chinese). */
export function holders({ labels }: Extreme, language: Language, noun: string): string {
  const [first = ''] = labels;
  if (labels.length > mostTied) {
    return language === 'zh'
      ? `${first} 等 ${labels.length} ${noun}`
      : `${first} and ${labels.length - 1} others`;
  }
  if (language === 'zh') return labels.join('、');
  return labels.length < 2 ? first : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}`;
}
