import { defineCollector } from '@sextant/collectors/collector';
import { eastmoneyReport } from '@sextant/collectors/eastmoney';
import { columnsOf, day, number } from '@sextant/collectors/fields';

const shape = {
  月份: day('REPORT_DATE'),
  全国当月: number('NATIONAL_BASE'),
  全国同比: number('NATIONAL_SAME'),
  全国环比: number('NATIONAL_SEQUENTIAL'),
  全国累计: number('NATIONAL_ACCUMULATE'),
  城市同比: number('CITY_SAME'),
  城市环比: number('CITY_SEQUENTIAL'),
  农村同比: number('RURAL_SAME'),
  农村环比: number('RURAL_SEQUENTIAL'),
};

export default defineCollector({
  id: 'macro_china_cpi',
  name: '中国居民消费价格指数（CPI）',
  description: '东方财富数据中心（源自国家统计局）：全国、城市、农村 CPI，同比与环比为 %',
  parameters: [],
  table: { name: 'macro_china_cpi', key: ['月份'], columns: columnsOf(shape) },
  run: (_params, ctx) => eastmoneyReport(ctx, { name: 'RPT_ECONOMY_CPI', sort: 'REPORT_DATE' }, shape),
});
