import { defineCollector } from '@sextant/collectors/collector';
import { eastmoneyReport } from '@sextant/collectors/eastmoney';
import { columnsOf, day, number, text } from '@sextant/collectors/fields';

const shape = {
  季度: day('REPORT_DATE'),
  季度名称: text('TIME'),
  国内生产总值: number('DOMESTICL_PRODUCT_BASE'),
  第一产业: number('FIRST_PRODUCT_BASE'),
  第二产业: number('SECOND_PRODUCT_BASE'),
  第三产业: number('THIRD_PRODUCT_BASE'),
  同比: number('SUM_SAME'),
  第一产业同比: number('FIRST_SAME'),
  第二产业同比: number('SECOND_SAME'),
  第三产业同比: number('THIRD_SAME'),
};

export default defineCollector({
  id: 'macro_china_gdp',
  name: '中国国内生产总值（GDP）',
  description: '东方财富数据中心（源自国家统计局）：各季度累计 GDP（亿元）与同比（%），按三次产业',
  parameters: [],
  table: { name: 'macro_china_gdp', key: ['季度'], columns: columnsOf(shape) },
  run: (_params, ctx) => eastmoneyReport(ctx, { name: 'RPT_ECONOMY_GDP', sort: 'REPORT_DATE' }, shape),
});
