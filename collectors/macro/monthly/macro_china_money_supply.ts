import { defineCollector } from '@sextant/collectors/collector';
import { eastmoneyReport } from '@sextant/collectors/eastmoney';
import { columnsOf, day, number } from '@sextant/collectors/fields';

const shape = {
  月份: day('REPORT_DATE'),
  M2: number('BASIC_CURRENCY'),
  M2同比: number('BASIC_CURRENCY_SAME'),
  M2环比: number('BASIC_CURRENCY_SEQUENTIAL'),
  M1: number('CURRENCY'),
  M1同比: number('CURRENCY_SAME'),
  M1环比: number('CURRENCY_SEQUENTIAL'),
  M0: number('FREE_CASH'),
  M0同比: number('FREE_CASH_SAME'),
  M0环比: number('FREE_CASH_SEQUENTIAL'),
};

export default defineCollector({
  id: 'macro_china_money_supply',
  name: '中国货币供应量',
  description: '东方财富数据中心（源自中国人民银行）：M0、M1、M2 余额（亿元），同比与环比为 %',
  parameters: [],
  table: { name: 'macro_china_money_supply', key: ['月份'], columns: columnsOf(shape) },
  run: (_params, ctx) =>
    eastmoneyReport(ctx, { name: 'RPT_ECONOMY_CURRENCY_SUPPLY', sort: 'REPORT_DATE' }, shape),
});
