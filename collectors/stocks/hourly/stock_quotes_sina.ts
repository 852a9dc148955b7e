import { defineCollector } from '@sextant/collectors/collector';
import { instantIn } from '@sextant/collectors/dates';
import { columnsOf, number, rowOf, text } from '@sextant/collectors/fields';
import { namesIn } from '@sextant/collectors/pages';
import { sinaHttp, sinaQuotes } from '@sextant/collectors/sina';

const shape = {
  名称: text(0),
  今开: number(1),
  昨收: number(2),
  最新价: number(3),
  最高: number(4),
  最低: number(5),
  买一价: number(6),
  卖一价: number(7),
  成交量: number(8),
  成交额: number(9),
};

export default defineCollector({
  id: 'stock_quotes_sina',
  name: '自选股行情（新浪）',
  description: '新浪行情：自选的沪深股票、指数、场内基金的最新价、成交量（股）、成交额（元）；每个时刻一行',
  parameters: [
    {
      name: 'symbols',
      type: 'string',
      default: 'sh600000,sz000001',
      description: '带交易所前缀的代码，逗号分隔，如 sh600000,sz000001',
    },
  ],
  table: {
    name: 'stock_quotes_sina',
    key: ['证券', '时间'],
    columns: { 证券: 'text', 时间: 'timestamp', ...columnsOf(shape) },
  },
  async *run(params, ctx) {
    for (const { symbol, fields } of await sinaQuotes(sinaHttp(ctx), namesIn(params.symbols, 'symbols'))) {
      if (fields.length === 0) ctx.log(`Sina knows no ${symbol}`);
      else {
        const time = instantIn('Asia/Shanghai', `${fields[30]} ${fields[31]}`);
        yield { 证券: symbol, 时间: time, ...rowOf(fields, shape) };
      }
    }
  },
});
