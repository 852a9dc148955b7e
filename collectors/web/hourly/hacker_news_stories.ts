import { listAt, objectAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { columnsOf, epoch, integer, rowOf, text } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';
import { each } from '@sextant/collectors/pages';

const shape = {
  id: integer('id'),
  title: text('title'),
  url: text('url'),
  author: text('by'),
  score: integer('score'),
  comments: integer('descendants'),
  created_at: epoch('time', 1000),
  type: text('type'),
};
const service = 'https://hacker-news.firebaseio.com/v0';

export default defineCollector({
  id: 'hacker_news_stories',
  name: 'Hacker News 热门',
  description: 'Hacker News：当前热门、最新或最佳文章的标题、分数与评论数；重跑即更新',
  parameters: [
    { name: 'list', type: 'string', default: 'top', options: ['top', 'new', 'best'], description: '榜单' },
    { name: 'limit', type: 'integer', default: 100, description: '取前多少条，最多 500' },
  ],
  table: { name: 'hacker_news_stories', key: ['id'], columns: columnsOf(shape) },
  async *run(params, ctx) {
    const http = createHttp(ctx, { perSecond: 10 });
    const answer = await http.json(`${service}/${params.list}stories.json`);
    const ids = listAt(answer, '', 'hacker-news.firebaseio.com').slice(0, params.limit);
    for await (const id of each(ctx, ids)) {
      const item = await http.json(`${service}/item/${id}.json`);
      // What was taken down meanwhile is null.
      if (item !== null) yield rowOf(objectAt(item, '', 'hacker-news.firebaseio.com'), shape);
    }
  },
});
