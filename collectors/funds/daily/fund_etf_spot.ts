import { defineCollector } from '@sextant/collectors/collector';
import { eastmoneyQuotes, quoteShape } from '@sextant/collectors/eastmoney';
import { columnsOf, number } from '@sextant/collectors/fields';

const shape = {
  ...quoteShape,
  总市值: number('f20'),
  流通市值: number('f21'),
};

export default defineCollector({
  id: 'fund_etf_spot',
  name: 'ETF 行情快照',
  description: '东方财富：全部场内 ETF 的最新行情、规模',
  parameters: [],
  table: { name: 'fund_etf_spot', key: ['代码'], columns: columnsOf(shape) },
  run: (_params, ctx) =>
    eastmoneyQuotes(
      ctx,
      'b:MK0021,b:MK0022,b:MK0023,b:MK0024',
      shape,
      'f12,f14,f2,f3,f4,f5,f6,f7,f8,f15,f16,f17,f18,f20,f21',
    ),
});
