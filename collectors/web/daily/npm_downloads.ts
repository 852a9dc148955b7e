import { recordsAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { daySpan, spansOf } from '@sextant/collectors/dates';
import { columnsOf, day, integer, rowOf } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';
import { each, namesIn } from '@sextant/collectors/pages';

const shape = { date: day('day'), downloads: integer('downloads') };
/** The registry gives 18 months at once. */
const daysAtOnce = 540;

export default defineCollector({
  id: 'npm_downloads',
  name: 'npm 下载量',
  description: 'npm：软件包每天的下载次数',
  parameters: [
    { name: 'packages', type: 'string', default: 'react,vue', description: '包名，逗号分隔' },
    { name: 'start_date', type: 'date', description: '开始日期；留空为结束日期之前 30 天' },
    { name: 'end_date', type: 'date', description: '结束日期；留空为今天' },
  ],
  table: {
    name: 'npm_downloads',
    key: ['package', 'date'],
    columns: { package: 'text', ...columnsOf(shape) },
  },
  async *run(params, ctx) {
    const http = createHttp(ctx);
    const spans = spansOf(daySpan(params, { days: 30, timeZone: 'UTC' }), daysAtOnce);
    const wanted = namesIn(params.packages, 'packages').flatMap((name) =>
      spans.map((span) => ({ name, span })),
    );
    for await (const { name, span } of each(ctx, wanted)) {
      const answer = await http.json(
        `https://api.npmjs.org/downloads/range/${span.start}:${span.end}/${name}`,
      );
      yield recordsAt(answer, 'downloads', 'api.npmjs.org').map((one) => ({
        package: name,
        ...rowOf(one, shape),
      }));
    }
  },
});
