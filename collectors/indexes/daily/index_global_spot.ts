import { defineCollector } from '@sextant/collectors/collector';
import { eastmoneyQuotes, quoteShape } from '@sextant/collectors/eastmoney';
import { columnsOf } from '@sextant/collectors/fields';

const shape = {
  ...quoteShape,
};

export default defineCollector({
  id: 'index_global_spot',
  name: '全球股指快照',
  description: '东方财富：全球主要股票指数的最新点位',
  parameters: [],
  table: { name: 'index_global_spot', key: ['代码'], columns: columnsOf(shape) },
  run: (_params, ctx) =>
    eastmoneyQuotes(
      ctx,
      'i:1.000001,i:0.399001,i:1.000300,i:100.HSI,i:100.N225,i:100.KS11,i:100.DJIA,i:100.SPX,i:100.NDX,i:100.FTSE,i:100.GDAXI,i:100.FCHI',
      shape,
      'f12,f14,f2,f3,f4,f5,f6,f7,f8,f15,f16,f17,f18',
    ),
});
