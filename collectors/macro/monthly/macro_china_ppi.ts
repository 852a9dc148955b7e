import { defineCollector } from '@sextant/collectors/collector';
import { eastmoneyReport } from '@sextant/collectors/eastmoney';
import { columnsOf, day, number } from '@sextant/collectors/fields';

const shape = {
  月份: day('REPORT_DATE'),
  当月: number('BASE'),
  同比: number('BASE_SAME'),
  累计: number('BASE_ACCUMULATE'),
};

export default defineCollector({
  id: 'macro_china_ppi',
  name: '中国工业品出厂价格指数（PPI）',
  description: '东方财富数据中心（源自国家统计局）：工业生产者出厂价格指数，同比为 %',
  parameters: [],
  table: { name: 'macro_china_ppi', key: ['月份'], columns: columnsOf(shape) },
  run: (_params, ctx) => eastmoneyReport(ctx, { name: 'RPT_ECONOMY_PPI', sort: 'REPORT_DATE' }, shape),
});
