import { recordsAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { columnsOf, flag, instant, integer, rowOf, text } from '@sextant/collectors/fields';
import { githubHttp, repositoriesIn } from '@sextant/collectors/github';
import { parseJson } from '@sextant/collectors/http';

const shape = {
  id: integer('id'),
  tag: text('tag_name'),
  name: text('name'),
  author: text('author.login'),
  draft: flag('draft'),
  prerelease: flag('prerelease'),
  created_at: instant('created_at'),
  published_at: instant('published_at'),
  url: text('html_url'),
  notes: text('body'),
};

export default defineCollector({
  id: 'github_releases',
  name: 'GitHub 版本发布',
  description: 'GitHub：仓库的全部版本发布；不登录时每小时约 60 次请求',
  parameters: [
    {
      name: 'repositories',
      type: 'string',
      default: 'nodejs/node',
      description: '仓库，逗号分隔，如 nodejs/node',
    },
  ],
  table: {
    name: 'github_releases',
    key: ['repository', 'id'],
    columns: { repository: 'text', ...columnsOf(shape), downloads: 'integer' },
  },
  async *run(params, ctx) {
    const http = githubHttp(ctx);
    const repositories = repositoriesIn(params.repositories);
    for (const [at, repository] of repositories.entries()) {
      let next: string | null = `https://api.github.com/repos/${repository}/releases?per_page=100`;
      while (next !== null) {
        const answer = await http.get(next);
        const releases = recordsAt(parseJson(answer.text, new URL(next)), '', 'api.github.com');
        yield releases.map((one) => ({ repository, ...rowOf(one, shape), downloads: downloadsOf(one) }));
        next = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
      }
      ctx.progress((100 * (at + 1)) / repositories.length);
    }
  },
});

function downloadsOf(release: object): number {
  const { assets } = release as { assets?: unknown };
  if (!Array.isArray(assets)) return 0;
  return assets.reduce((sum: number, one) => sum + (Number(one?.download_count) || 0), 0);
}
