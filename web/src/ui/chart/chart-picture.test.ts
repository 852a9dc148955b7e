import type { Chart } from '@sextant/contract/chart';
import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { expect, test } from 'vitest';
import { chartSvg } from './chart-picture.ts';

use([BarChart, GridComponent, LegendComponent, TooltipComponent]);

const chart: Chart = {
  type: 'bar',
  title: 'Orders & "more"',
  x: 'day',
  y: ['orders'],
  series: null,
  axis: 'category',
  data: { columns: ['day', 'orders'], rows: [['<Monday>', 3]] },
};
const ink = {
  text: '#000',
  faint: '#666',
  line: '#ddd',
  surface: '#fff',
  fontFamily: 'system-ui, "PingFang SC", sans-serif',
  isDark: false,
};

test('a picture is well-formed with fonts in quotes and signs of markup in names', () => {
  const svg = chartSvg(chart, {
    width: 400,
    height: 300,
    ink,
    background: '#fff',
    note: '',
    language: 'en',
    othersLabel: 'other',
    animate: false,
  });
  const attribute = String.raw`\s+[\w:-]+="[^"<]*"`;
  const withoutTags = svg.replace(
    new RegExp(`</?[\\w:]+(${attribute})*\\s*/?>|<!\\[CDATA\\[.*?\\]\\]>`, 'gs'),
    '',
  );
  expect(withoutTags).not.toMatch(/[<>]/);
  expect(svg).toContain('PingFang SC');
});
