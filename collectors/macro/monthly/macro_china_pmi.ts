import { defineCollector } from '@sextant/collectors/collector';
import { eastmoneyReport } from '@sextant/collectors/eastmoney';
import { columnsOf, day, number } from '@sextant/collectors/fields';

const shape = {
  月份: day('REPORT_DATE'),
  制造业: number('MAKE_INDEX'),
  制造业同比: number('MAKE_SAME'),
  非制造业: number('NMAKE_INDEX'),
  非制造业同比: number('NMAKE_SAME'),
};

export default defineCollector({
  id: 'macro_china_pmi',
  name: '中国采购经理指数（PMI）',
  description: '东方财富数据中心（源自国家统计局）：制造业与非制造业 PMI，同比为 %',
  parameters: [],
  table: { name: 'macro_china_pmi', key: ['月份'], columns: columnsOf(shape) },
  run: (_params, ctx) => eastmoneyReport(ctx, { name: 'RPT_ECONOMY_PMI', sort: 'REPORT_DATE' }, shape),
});
