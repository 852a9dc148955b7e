import { defineCollector } from '@sextant/collectors/collector';
import { readFeed } from '@sextant/collectors/feed';
import { createHttp } from '@sextant/collectors/http';
import { each, namesIn } from '@sextant/collectors/pages';

export default defineCollector({
  id: 'rss_feed',
  name: 'RSS 与 Atom 订阅',
  description: '任意 RSS 2.0、RSS 1.0 或 Atom 订阅的条目；同一条目更新而不重复',
  parameters: [
    {
      name: 'urls',
      type: 'string',
      default: 'https://www.ecb.europa.eu/rss/press.html',
      description: '订阅地址，逗号或空格分隔',
    },
  ],
  table: {
    name: 'rss_feed',
    key: ['feed', 'id'],
    columns: {
      feed: 'text',
      feed_title: 'text',
      id: 'text',
      title: 'text',
      link: 'text',
      published: 'timestamp',
      author: 'text',
      summary: 'text',
    },
  },
  async *run(params, ctx) {
    const http = createHttp(ctx);
    for await (const feed of each(ctx, namesIn(params.urls, 'urls'))) {
      const { title, entries } = readFeed(await http.text(feed));
      yield entries.map((entry) => ({ feed, feed_title: title, ...entry }));
    }
  },
});
