import { defineCollector } from '@sextant/collectors/collector';
import { eastmoneyQuotes, quoteShape } from '@sextant/collectors/eastmoney';
import { columnsOf, number } from '@sextant/collectors/fields';

const shape = {
  ...quoteShape,
  量比: number('f10'),
  市盈率动态: number('f9'),
  市净率: number('f23'),
  总市值: number('f20'),
  流通市值: number('f21'),
};

export default defineCollector({
  id: 'stock_zh_spot',
  name: 'A 股行情快照',
  description: '东方财富：沪深京全部 A 股的最新行情，每只股票一行，重跑即更新',
  parameters: [],
  table: { name: 'stock_zh_spot', key: ['代码'], columns: columnsOf(shape) },
  run: (_params, ctx) =>
    eastmoneyQuotes(
      ctx,
      'm:0+t:6,m:0+t:80,m:1+t:2,m:1+t:23,m:0+t:81+s:2048',
      shape,
      'f12,f14,f2,f3,f4,f5,f6,f7,f8,f15,f16,f17,f18,f9,f10,f20,f21,f23',
    ),
});
