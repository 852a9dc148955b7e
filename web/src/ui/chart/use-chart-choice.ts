import type { Chart } from '@sextant/contract/chart';
import { useMemo, useState } from 'react';
import { type ChartKind, kindOf, kindsOf, withKind } from './chart-kinds.ts';
import { useChartKind } from './use-chart-kind.ts';

/** How a result is shown: the kinds that fit it, the one that is shown, and the chart drawn so. */
export interface ChartChoice {
  kinds: ChartKind[];
  kind: ChartKind;
  choose: (kind: ChartKind) => void;
  /** Null while the table is shown. */
  drawn: Chart | null;
  /** The figures among which the reader chooses; none where all are drawn. */
  measures: string[];
  chooseMeasure: (name: string) => void;
}

/**
 * What a reader makes of a chart. `isMeant` is false for one that is only offered beside the table; the choice of
 * a kind sticks to the message.
 */
export function useChartChoice(
  chart: Chart | null,
  { isMeant, messageId, measures }: { isMeant: boolean; messageId: string | null; measures: string[] },
): ChartChoice {
  const [chosen, choose] = useChartKind(messageId);
  const [measure, chooseMeasure] = useState<string | null>(null);
  const kinds = useMemo((): ChartKind[] => (chart === null ? ['table'] : kindsOf(chart)), [chart]);
  const meant = chart !== null && isMeant ? kindOf(chart) : 'table';
  const kind = chosen !== null && kinds.includes(chosen) ? chosen : meant;
  const drawn = useMemo(() => {
    if (chart === null || kind === 'table') return null;
    const own = withKind(chart, kind);
    const canSwap = kind !== 'kpi' && kind !== 'scatter' && measure !== null;
    return canSwap && own.data.columns.includes(measure) ? { ...own, y: [measure] } : own;
  }, [chart, kind, measure]);
  const isOne = drawn !== null && drawn.y.length === 1 && drawn.type !== 'kpi' && drawn.type !== 'scatter';
  return {
    kinds,
    kind,
    choose,
    drawn,
    measures: isOne && measures.length > 1 ? measures : [],
    chooseMeasure,
  };
}
