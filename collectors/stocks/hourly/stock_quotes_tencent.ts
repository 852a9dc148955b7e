import { unexpected } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { clock, columnsOf, number, rowOf, text } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';
import { each, namesIn } from '@sextant/collectors/pages';

const shape = {
  名称: text(1),
  代码: text(2),
  最新价: number(3),
  昨收: number(4),
  今开: number(5),
  成交量: number(6),
  时间: clock(30, 'Asia/Shanghai'),
  涨跌额: number(31),
  涨跌幅: number(32),
  最高: number(33),
  最低: number(34),
  成交额万元: number(37),
  换手率: number(38),
  市盈率: number(39),
  振幅: number(43),
  流通市值亿元: number(44),
  总市值亿元: number(45),
  市净率: number(46),
};
const perRequest = 60;

export default defineCollector({
  id: 'stock_quotes_tencent',
  name: '自选股行情（腾讯）',
  description: '腾讯行情：自选的沪深股票、指数、场内基金的最新价；每个时刻一行，可每小时采集成序列',
  parameters: [
    {
      name: 'symbols',
      type: 'string',
      default: 'sh600000,sz000001',
      description: '带交易所前缀的代码，逗号分隔，如 sh600000,sz000001',
    },
  ],
  table: {
    name: 'stock_quotes_tencent',
    key: ['证券', '时间'],
    columns: { 证券: 'text', ...columnsOf(shape) },
  },
  async *run(params, ctx) {
    const http = createHttp(ctx, { charset: 'gb18030' });
    const symbols = namesIn(params.symbols, 'symbols');
    const groups = Array.from({ length: Math.ceil(symbols.length / perRequest) }, (_, at) =>
      symbols.slice(at * perRequest, (at + 1) * perRequest),
    );
    for await (const group of each(ctx, groups)) {
      const answer = await http.text(`https://qt.gtimg.cn/q=${group.join(',')}`);
      if (answer.includes('v_pv_none_match')) throw new Error(`Tencent knows none of ${group.join(', ')}`);
      const lines = [...answer.matchAll(/v_(\w+)="([^"]*)"/g)];
      if (lines.length === 0) throw unexpected('qt.gtimg.cn', 'lines of v_…', answer);
      yield lines.map(([, symbol = '', line = '']) => ({ 证券: symbol, ...rowOf(line.split('~'), shape) }));
    }
  },
});
