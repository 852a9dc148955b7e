import { recordsAt } from '@sextant/collectors/answers';
import { candleSpan } from '@sextant/collectors/candles';
import { defineCollector } from '@sextant/collectors/collector';
import { daySpan, spansOf } from '@sextant/collectors/dates';
import { columnsOf, epoch, number, rowOf } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';
import { each, namesIn } from '@sextant/collectors/pages';

const shape = {
  opened_at: epoch(0, 1000),
  low: number(1),
  high: number(2),
  open: number(3),
  close: number(4),
  volume: number(5),
};
/** The exchange gives 300 candles at once. */
const daysAtOnce = 300;

export default defineCollector({
  id: 'crypto_coinbase_daily',
  name: 'Coinbase 日线',
  description: 'Coinbase Exchange 公开行情：交易对的日 K 线（UTC）',
  parameters: [
    { name: 'products', type: 'string', default: 'BTC-USD,ETH-USD', description: '交易对，逗号分隔' },
    ...candleSpan,
  ],
  table: {
    name: 'crypto_coinbase_daily',
    key: ['product', 'opened_at'],
    columns: { product: 'text', ...columnsOf(shape) },
  },
  async *run(params, ctx) {
    const http = createHttp(ctx, { perSecond: 5 });
    const spans = spansOf(daySpan(params, { days: 90, timeZone: 'UTC' }), daysAtOnce);
    const wanted = namesIn(params.products.toUpperCase(), 'products').flatMap((product) =>
      spans.map((span) => ({ product, span })),
    );
    for await (const { product, span } of each(ctx, wanted)) {
      const answer = await http.json(`https://api.exchange.coinbase.com/products/${product}/candles`, {
        query: { granularity: 86_400, start: `${span.start}T00:00:00Z`, end: `${span.end}T00:00:00Z` },
      });
      yield recordsAt(answer, '', 'api.exchange.coinbase.com').map((one) => ({
        product,
        ...rowOf(one, shape),
      }));
    }
  },
});
