import { defineCollector } from '@sextant/collectors/collector';
import { eastmoneyReport } from '@sextant/collectors/eastmoney';
import { columnsOf, day, number } from '@sextant/collectors/fields';

const shape = {
  日期: day('TRADE_DATE'),
  LPR一年期: number('LPR1Y'),
  LPR五年期: number('LPR5Y'),
  短期贷款基准利率: number('RATE_1'),
  中长期贷款基准利率: number('RATE_2'),
};

export default defineCollector({
  id: 'rate_lpr',
  name: '贷款市场报价利率（LPR）',
  description: '东方财富数据中心（源自全国银行间同业拆借中心）：LPR 与贷款基准利率（%）',
  parameters: [],
  table: { name: 'rate_lpr', key: ['日期'], columns: columnsOf(shape) },
  run: (_params, ctx) => eastmoneyReport(ctx, { name: 'RPTA_WEB_RATE', sort: 'TRADE_DATE' }, shape),
});
