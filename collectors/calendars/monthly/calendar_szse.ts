import { recordsAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { dayIn, dayOf } from '@sextant/collectors/dates';
import { createHttp } from '@sextant/collectors/http';
import { each } from '@sextant/collectors/pages';

export default defineCollector({
  id: 'calendar_szse',
  name: 'A 股交易日历',
  description: '深圳证券交易所：每天是否交易日（沪深京相同）',
  parameters: [
    { name: 'start_month', type: 'string', description: '开始月份，如 2024-01；留空为今年一月' },
    { name: 'end_month', type: 'string', description: '结束月份，如 2024-12；留空为本月' },
  ],
  table: {
    name: 'calendar_szse',
    key: ['日期'],
    columns: { 日期: 'date', 是否交易日: 'boolean', 星期: 'integer' },
  },
  async *run(params, ctx) {
    const http = createHttp(ctx, { headers: { referer: 'https://www.szse.cn/disclosure/index.html' } });
    const today = dayIn('Asia/Shanghai');
    const last = params.end_month ?? today.slice(0, 7);
    const first = params.start_month ?? `${last.slice(0, 4)}-01`;
    for await (const month of each(ctx, monthsFrom(first, last))) {
      const url = 'https://www.szse.cn/api/report/exchange/onepersistenthour/monthList';
      const answer = await http.json(url, { query: { month } });
      yield recordsAt(answer, 'data', 'www.szse.cn').map((one) => {
        const { jyrq, jybz } = one as { jyrq?: unknown; jybz?: unknown };
        const date = dayOf(jyrq);
        return {
          日期: date,
          是否交易日: String(jybz) === '1',
          // Monday is 1, Sunday 7; the exchange itself counts from Sunday.
          星期: new Date(`${date}T00:00:00Z`).getUTCDay() || 7,
        };
      });
    }
  },
});

function monthsFrom(first: string, last: string): string[] {
  for (const month of [first, last]) dayOf(`${month}-01`);
  if (first > last) throw new RangeError(`start_month ${first} is after end_month ${last}`);
  const months: string[] = [];
  for (let [year = 0, month = 0] = first.split('-').map(Number); ; month += 1) {
    if (month > 12) [year, month] = [year + 1, 1];
    const name = `${year}-${String(month).padStart(2, '0')}`;
    if (name > last) return months;
    months.push(name);
  }
}
