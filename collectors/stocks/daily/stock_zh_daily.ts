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
  id: 'stock_zh_daily',
  name: 'A 股日线',
  description: '东方财富：沪深京 A 股每日开高低收、成交量（手）、成交额（元）、涨跌与换手率（%）',
  parameters: [
    {
      name: 'codes',
      type: 'string',
      default: '600000,000001',
      description: '股票代码，逗号分隔，如 600000,000001',
    },
    adjustParameter,
    ...spanParameters,
  ],
  table: {
    name: 'stock_zh_daily',
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
