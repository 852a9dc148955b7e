import { defineCollector } from '@sextant/collectors/collector';
import { instantIn } from '@sextant/collectors/dates';
import { columnsOf, number, rowOf, text } from '@sextant/collectors/fields';
import { namesIn } from '@sextant/collectors/pages';
import { sinaHttp, sinaQuotes } from '@sextant/collectors/sina';

const shape = {
  名称: text(13),
  最新价: number(0),
  买价: number(2),
  卖价: number(3),
  最高: number(4),
  最低: number(5),
  昨结算: number(7),
  今开: number(8),
  持仓量: number(9),
};

export default defineCollector({
  id: 'commodity_quotes_sina',
  name: '国际商品行情',
  description: '新浪行情：伦敦金银、纽约金、原油、铜等国际商品的最新价；每个时刻一行',
  parameters: [
    {
      name: 'symbols',
      type: 'string',
      default: 'XAU,XAG,GC,CL,HG',
      description:
        '品种，逗号分隔：XAU 伦敦金，XAG 伦敦银，GC 纽约金，CL 纽约原油，OIL 布伦特原油，HG 纽约铜',
    },
  ],
  table: {
    name: 'commodity_quotes_sina',
    key: ['品种', '时间'],
    columns: { 品种: 'text', 时间: 'timestamp', ...columnsOf(shape) },
  },
  async *run(params, ctx) {
    const symbols = namesIn(params.symbols, 'symbols').map((one) => `hf_${one}`);
    for (const { symbol, fields } of await sinaQuotes(sinaHttp(ctx), symbols)) {
      if (fields.length === 0) ctx.log(`Sina knows no ${symbol.slice(3)}`);
      else {
        const time = instantIn('Asia/Shanghai', `${fields[12]} ${fields[6]}`);
        yield { 品种: symbol.slice(3), 时间: time, ...rowOf(fields, shape) };
      }
    }
  },
});
