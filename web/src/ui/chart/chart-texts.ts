import { defineTexts } from '../../lib/texts.ts';

export const chartTexts = defineTexts('chart', {
  zh: {
    chart: '图表',
    others: '其他',
    measure: '指标',
    type_bar: '柱状图',
    type_line: '折线图',
    type_area: '面积图',
    type_pie: '饼图',
    type_scatter: '散点图',
    type_heatmap: '热力图',
    type_kpi: '指标',
    type_table: '表格',
  },
  en: {
    chart: 'Chart',
    others: 'Other',
    measure: 'Measure',
    type_bar: 'Bar',
    type_line: 'Line',
    type_area: 'Area',
    type_pie: 'Pie',
    type_scatter: 'Scatter',
    type_heatmap: 'Heat map',
    type_kpi: 'Figure',
    type_table: 'Table',
  },
});
