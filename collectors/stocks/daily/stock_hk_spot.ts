import { defineCollector } from '@sextant/collectors/collector';
import { eastmoneyQuotes, quoteShape } from '@sextant/collectors/eastmoney';
import { columnsOf } from '@sextant/collectors/fields';

const shape = {
  ...quoteShape,
};

export default defineCollector({
  id: 'stock_hk_spot',
  name: '港股行情快照',
  description: '东方财富：港股主板与创业板的最新行情，约延时 15 分钟',
  parameters: [],
  table: { name: 'stock_hk_spot', key: ['代码'], columns: columnsOf(shape) },
  run: (_params, ctx) =>
    eastmoneyQuotes(
      ctx,
      'm:128+t:3,m:128+t:4,m:128+t:1,m:128+t:2',
      shape,
      'f12,f14,f2,f3,f4,f5,f6,f7,f8,f15,f16,f17,f18',
    ),
});
