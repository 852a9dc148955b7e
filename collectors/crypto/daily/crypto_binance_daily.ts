import { recordsAt } from '@sextant/collectors/answers';
import { candleSpan } from '@sextant/collectors/candles';
import { defineCollector } from '@sextant/collectors/collector';
import { addDays, daySpan } from '@sextant/collectors/dates';
import { columnsOf, epoch, integer, number, rowOf } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';
import { each, namesIn } from '@sextant/collectors/pages';

const shape = {
  opened_at: epoch(0),
  open: number(1),
  high: number(2),
  low: number(3),
  close: number(4),
  volume: number(5),
  quote_volume: number(7),
  trades: integer(8),
};
const atMost = 1000;

export default defineCollector({
  id: 'crypto_binance_daily',
  name: '币安 K 线',
  description: 'Binance 公开行情：交易对的 K 线（UTC）',
  parameters: [
    { name: 'symbols', type: 'string', default: 'BTCUSDT,ETHUSDT', description: '交易对，逗号分隔' },
    {
      name: 'interval',
      type: 'string',
      default: '1d',
      options: ['1h', '4h', '1d', '1w'],
      description: 'K 线周期',
    },
    ...candleSpan,
  ],
  table: {
    name: 'crypto_binance_daily',
    key: ['symbol', 'interval', 'opened_at'],
    columns: { symbol: 'text', interval: 'text', ...columnsOf(shape) },
  },
  async *run(params, ctx) {
    const http = createHttp(ctx, { perSecond: 5 });
    const { interval } = params;
    const span = daySpan(params, { days: 90, timeZone: 'UTC' });
    const end = Date.parse(addDays(span.end, 1)) - 1;
    for await (const symbol of each(ctx, namesIn(params.symbols.toUpperCase(), 'symbols'))) {
      for (let start = Date.parse(span.start); start <= end; ) {
        const answer = await http.json('https://data-api.binance.vision/api/v3/klines', {
          query: { symbol, interval, startTime: start, endTime: end, limit: atMost },
        });
        const candles = recordsAt(answer, '', 'data-api.binance.vision');
        yield candles.map((one) => ({ symbol, interval, ...rowOf(one, shape) }));
        const last = Number((candles.at(-1) as unknown[] | undefined)?.[6]);
        if (candles.length < atMost || !(last >= start)) break;
        start = last + 1;
      }
    }
  },
});
