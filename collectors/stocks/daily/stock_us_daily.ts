import { defineCollector } from '@sextant/collectors/collector';
import { daySpan } from '@sextant/collectors/dates';
import {
  adjustParameter,
  barShape,
  eastmoneyBars,
  eastmoneyHttp,
  spanParameters,
} from '@sextant/collectors/eastmoney';
import { columnsOf } from '@sextant/collectors/fields';
import { each, namesIn } from '@sextant/collectors/pages';

const markets = { 纳斯达克: 105, 纽交所: 106, 美交所: 107 } as const;

export default defineCollector({
  id: 'stock_us_daily',
  name: '美股日线',
  description: '东方财富：美股每日开高低收、成交量（股）、成交额（美元）、涨跌与换手率（%）',
  parameters: [
    {
      name: 'codes',
      type: 'string',
      default: 'AAPL',
      description: '美股代码，同一交易所，逗号分隔，如 AAPL,MSFT',
    },
    {
      name: 'market',
      type: 'string',
      default: '纳斯达克',
      options: ['纳斯达克', '纽交所', '美交所'],
      description: '上市交易所',
    },
    adjustParameter,
    ...spanParameters,
  ],
  table: {
    name: 'stock_us_daily',
    key: ['代码', '复权', '日期'],
    columns: { 代码: 'text', 名称: 'text', 复权: 'text', ...columnsOf(barShape) },
  },
  async *run(params, ctx) {
    const http = eastmoneyHttp(ctx);
    const span = daySpan(params, { days: 365, timeZone: 'America/New_York' });
    const market = markets[params.market as keyof typeof markets];
    for await (const code of each(ctx, namesIn(params.codes, 'codes'))) {
      const { name, rows } = await eastmoneyBars(http, `${market}.${code}`, {
        ...span,
        adjust: params.adjust,
      });
      yield rows.map((row) => ({ 代码: code, 名称: name, 复权: params.adjust, ...row }));
    }
  },
});
