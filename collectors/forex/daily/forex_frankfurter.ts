import { objectAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { daySpan, spansOf } from '@sextant/collectors/dates';
import { createHttp } from '@sextant/collectors/http';
import { numberOf } from '@sextant/collectors/numbers';
import { each, namesIn } from '@sextant/collectors/pages';

export default defineCollector({
  id: 'forex_frankfurter',
  name: '多币种汇率（Frankfurter）',
  description: 'Frankfurter（央行汇率）：任一基准货币对其他货币的每日汇率',
  parameters: [
    { name: 'base', type: 'string', default: 'USD', description: '基准货币' },
    { name: 'currencies', type: 'string', default: 'CNY,EUR,JPY', description: '目标货币，逗号分隔' },
    { name: 'start_date', type: 'date', description: '开始日期；留空为结束日期之前 90 天' },
    { name: 'end_date', type: 'date', description: '结束日期；留空为今天' },
  ],
  table: {
    name: 'forex_frankfurter',
    key: ['date', 'base', 'currency'],
    columns: { date: 'date', base: 'text', currency: 'text', rate: 'number' },
  },
  async *run(params, ctx) {
    const http = createHttp(ctx);
    const span = daySpan(params, { days: 90, timeZone: 'Europe/Berlin' });
    const base = params.base.toUpperCase();
    const symbols = namesIn(params.currencies.toUpperCase(), 'currencies').join(',');
    for await (const { start, end } of each(ctx, spansOf(span, 365))) {
      const url = `https://api.frankfurter.dev/v1/${start}..${end}`;
      const answer = await http.json(url, { query: { base, symbols } });
      const days = objectAt(answer, 'rates', 'api.frankfurter.dev');
      yield Object.entries(days).flatMap(([date, rates]) =>
        Object.entries(objectAt(rates, '', 'api.frankfurter.dev')).map(([currency, rate]) => ({
          date,
          base,
          currency,
          rate: numberOf(rate),
        })),
      );
    }
  },
});
