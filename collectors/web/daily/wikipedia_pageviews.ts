import { recordsAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { compactDay, daySpan } from '@sextant/collectors/dates';
import { columnsOf, day, integer, rowOf, text } from '@sextant/collectors/fields';
import { createHttp, HttpError } from '@sextant/collectors/http';
import { each } from '@sextant/collectors/pages';

const shape = {
  project: text('project'),
  article: text('article'),
  date: day('timestamp'),
  views: integer('views'),
};
const service = 'https://wikimedia.org/api/rest_v1/metrics/pageviews/per-article';

export default defineCollector({
  id: 'wikipedia_pageviews',
  name: '维基百科浏览量',
  description: 'Wikimedia：条目每天的浏览量（不含爬虫）',
  parameters: [
    {
      name: 'project',
      type: 'string',
      default: 'zh.wikipedia',
      description: '站点，如 zh.wikipedia、en.wikipedia',
    },
    { name: 'articles', type: 'string', default: '六分仪', description: '条目标题，逗号分隔' },
    { name: 'start_date', type: 'date', description: '开始日期；留空为结束日期之前 30 天' },
    { name: 'end_date', type: 'date', description: '结束日期；留空为今天' },
  ],
  table: { name: 'wikipedia_pageviews', key: ['project', 'article', 'date'], columns: columnsOf(shape) },
  async *run(params, ctx) {
    const http = createHttp(ctx);
    const span = daySpan(params, { days: 30, timeZone: 'UTC' });
    const [start, end] = [compactDay(span.start), compactDay(span.end)];
    // Titles may hold blanks, so commas alone part them.
    const articles = params.articles
      .split(/[,，]/)
      .map((one) => one.trim())
      .filter(Boolean);
    for await (const article of each(ctx, articles)) {
      const title = encodeURIComponent(article.replaceAll(' ', '_'));
      try {
        const answer = await http.json(
          `${service}/${params.project}/all-access/user/${title}/daily/${start}/${end}`,
        );
        yield recordsAt(answer, 'items', 'wikimedia.org').map((one) => rowOf(one, shape));
      } catch (error) {
        // Nobody looked at it in those days, or there is no such article.
        if (!(error instanceof HttpError && error.status === 404)) throw error;
        ctx.log(`No views of ${article} from ${span.start} to ${span.end}`);
      }
    }
  },
});
