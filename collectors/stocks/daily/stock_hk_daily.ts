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

export default defineCollector({
  id: 'stock_hk_daily',
  name: '港股日线',
  description: '东方财富：港股每日开高低收、成交量（股）、成交额（港元）、涨跌与换手率（%）',
  parameters: [
    {
      name: 'codes',
      type: 'string',
      default: '00700',
      description: '港股代码，五位数字，逗号分隔，如 00700,09988',
    },
    adjustParameter,
    ...spanParameters,
  ],
  table: {
    name: 'stock_hk_daily',
    key: ['代码', '复权', '日期'],
    columns: { 代码: 'text', 名称: 'text', 复权: 'text', ...columnsOf(barShape) },
  },
  async *run(params, ctx) {
    const http = eastmoneyHttp(ctx);
    const span = daySpan(params, { days: 365, timeZone: 'Asia/Hong_Kong' });
    const codes = namesIn(params.codes, 'codes').map((code) => code.padStart(5, '0'));
    for await (const code of each(ctx, codes)) {
      const { name, rows } = await eastmoneyBars(http, `116.${code}`, {
        ...span,
        adjust: params.adjust,
      });
      yield rows.map((row) => ({ 代码: code, 名称: name, 复权: params.adjust, ...row }));
    }
  },
});
