import { defineCollector } from '@sextant/collectors/collector';
import { daySpan } from '@sextant/collectors/dates';
import { barShape, eastmoneyBars, eastmoneyHttp, spanParameters } from '@sextant/collectors/eastmoney';
import { columnsOf } from '@sextant/collectors/fields';
import { each, namesIn } from '@sextant/collectors/pages';

/** Shenzhen's and the China Securities Index Company's own markets; everything else is Shanghai's. */
function secidOf(code: string): string {
  if (!/^[\dA-Z]{6}$/.test(code)) throw new RangeError(`"${code}" is not an index code such as 000300`);
  if (code.startsWith('399')) return `0.${code}`;
  return code.startsWith('93') || code.startsWith('H') ? `2.${code}` : `1.${code}`;
}

export default defineCollector({
  id: 'index_zh_daily',
  name: 'A 股指数日线',
  description: '东方财富：上证、深证、中证指数每日开高低收、成交量（手）、成交额（元）',
  parameters: [
    {
      name: 'codes',
      type: 'string',
      default: '000001,399001,000300',
      description: '指数代码，逗号分隔：000001 上证指数，399001 深证成指，399006 创业板指，000300 沪深300',
    },
    ...spanParameters,
  ],
  table: {
    name: 'index_zh_daily',
    key: ['代码', '日期'],
    columns: { 代码: 'text', 名称: 'text', ...columnsOf(barShape) },
  },
  async *run(params, ctx) {
    const http = eastmoneyHttp(ctx);
    const span = daySpan(params, { days: 365, timeZone: 'Asia/Shanghai' });
    for await (const code of each(ctx, namesIn(params.codes, 'codes'))) {
      const { name, rows } = await eastmoneyBars(http, secidOf(code), span);
      yield rows.map((row) => ({ 代码: code, 名称: name, ...row }));
    }
  },
});
