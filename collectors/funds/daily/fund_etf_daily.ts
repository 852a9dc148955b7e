import { defineCollector } from '@sextant/collectors/collector';
import { daySpan } from '@sextant/collectors/dates';
import {
  adjustParameter,
  barShape,
  eastmoneyBars,
  eastmoneyHttp,
  mainlandSecid,
  spanParameters,
} from '@sextant/collectors/eastmoney';
import { columnsOf } from '@sextant/collectors/fields';
import { each, namesIn } from '@sextant/collectors/pages';

export default defineCollector({
  id: 'fund_etf_daily',
  name: 'ETF 日线',
  description: '东方财富：场内基金（ETF、LOF）每日开高低收、成交量（手）、成交额（元）',
  parameters: [
    {
      name: 'codes',
      type: 'string',
      default: '510300',
      description: '场内基金代码，逗号分隔，如 510300,159915',
    },
    adjustParameter,
    ...spanParameters,
  ],
  table: {
    name: 'fund_etf_daily',
    key: ['代码', '复权', '日期'],
    columns: { 代码: 'text', 名称: 'text', 复权: 'text', ...columnsOf(barShape) },
  },
  async *run(params, ctx) {
    const http = eastmoneyHttp(ctx);
    const span = daySpan(params, { days: 365, timeZone: 'Asia/Shanghai' });
    for await (const code of each(ctx, namesIn(params.codes, 'codes'))) {
      const { name, rows } = await eastmoneyBars(http, mainlandSecid(code), {
        ...span,
        adjust: params.adjust,
      });
      yield rows.map((row) => ({ 代码: code, 名称: name, 复权: params.adjust, ...row }));
    }
  },
});
