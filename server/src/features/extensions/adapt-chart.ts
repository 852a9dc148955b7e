import type { ExtensionResult } from '@sextant/contract/extensions';
import type { z } from 'zod';

type Json = z.core.util.JSONType;
type JsonObject = { [name: string]: Json };
type ChartData = Extract<ExtensionResult, { type: 'chart' }>['data'];

/** A chart in Chart.js's shape; numbers alone are bars, an object of numbers is a pie. Null for what cannot be one. */
export function chartOf(data: Json): ChartData | null {
  if (Array.isArray(data))
    return ofNumbers(
      'bar',
      data.map((_, at) => String(at + 1)),
      data,
    );
  if (!isObject(data)) return null;
  const inner = isObject(data.chart_data) ? data.chart_data : isObject(data.data) ? data.data : data;
  if (!Array.isArray(inner.datasets)) return ofNumbers('pie', Object.keys(data), Object.values(data));
  const type = data.chart_type ?? data.type;
  return {
    chart_type: typeof type === 'string' ? type : 'line',
    chart_data: {
      labels: Array.isArray(inner.labels) ? inner.labels : [],
      datasets: inner.datasets.filter(isObject),
    },
    options: isObject(data.options) ? data.options : {},
  };
}

function ofNumbers(type: string, labels: string[], values: Json[]): ChartData | null {
  if (values.length === 0 || !values.every((one) => typeof one === 'number')) return null;
  return { chart_type: type, chart_data: { labels, datasets: [{ label: '', data: values }] }, options: {} };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
