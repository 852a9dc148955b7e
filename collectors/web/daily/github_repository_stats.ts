import { objectAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { dayIn } from '@sextant/collectors/dates';
import { columnsOf, instant, integer, rowOf, text } from '@sextant/collectors/fields';
import { githubHttp, repositoriesIn } from '@sextant/collectors/github';
import { each } from '@sextant/collectors/pages';

const shape = {
  description: text('description'),
  language: text('language'),
  license: text('license.spdx_id'),
  stars: integer('stargazers_count'),
  forks: integer('forks_count'),
  open_issues: integer('open_issues_count'),
  watchers: integer('subscribers_count'),
  size_kb: integer('size'),
  created_at: instant('created_at'),
  pushed_at: instant('pushed_at'),
};

export default defineCollector({
  id: 'github_repository_stats',
  name: 'GitHub 仓库统计',
  description: 'GitHub：仓库每天的星标、分叉、未关闭议题数；每天一行，积累成序列',
  parameters: [
    {
      name: 'repositories',
      type: 'string',
      default: 'nodejs/node',
      description: '仓库，逗号分隔，如 nodejs/node',
    },
  ],
  table: {
    name: 'github_repository_stats',
    key: ['repository', 'date'],
    columns: { repository: 'text', date: 'date', ...columnsOf(shape) },
  },
  async *run(params, ctx) {
    const http = githubHttp(ctx);
    const date = dayIn('UTC');
    for await (const repository of each(ctx, repositoriesIn(params.repositories))) {
      const answer = await http.json(`https://api.github.com/repos/${repository}`);
      yield { repository, date, ...rowOf(objectAt(answer, '', 'api.github.com'), shape) };
    }
  },
});
