import { defineCollector } from '@sextant/collectors/collector';
import { eastmoneyQuotes, quoteShape } from '@sextant/collectors/eastmoney';
import { columnsOf, number } from '@sextant/collectors/fields';

const shape = {
  ...quoteShape,
  市盈率: number('f115'),
  总市值: number('f20'),
};

export default defineCollector({
  id: 'stock_us_spot',
  name: '美股行情快照',
  description: '东方财富：纳斯达克、纽交所、美交所全部股票的最新行情',
  parameters: [],
  table: { name: 'stock_us_spot', key: ['代码'], columns: columnsOf(shape) },
  run: (_params, ctx) =>
    eastmoneyQuotes(ctx, 'm:105,m:106,m:107', shape, 'f12,f14,f2,f3,f4,f5,f6,f7,f8,f15,f16,f17,f18,f20,f115'),
});
