import { defineCollector } from '@sextant/collectors/collector';
import { inBatches } from '@sextant/collectors/in-batches';
import type { InboxFile } from '@sextant/contract/collector';

/** What was read of each file: its size and time then. */
type Seen = Record<string, string>;

const markOf = ({ size, modified }: InboxFile) => `${size} ${modified}`;

/** `*` stands for any part of a name, `?` for one letter. */
function matcherOf(pattern: string | null): (file: InboxFile) => boolean {
  if (pattern === null) return () => true;
  const escaped = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const form = new RegExp(`^${escaped}$`, 'i');
  return ({ path }) => form.test(path.slice(path.lastIndexOf('/') + 1));
}

export default defineCollector({
  id: 'inbox_files',
  name: '收件箱文件夹',
  description:
    '把数据目录 inbox 下一个文件夹里的 CSV、JSON、XLSX、Parquet 文件装入一张表；读过的文件记在表上，以后只读新增和改动的',
  parameters: [
    { name: 'folder', type: 'string', description: 'inbox 下的文件夹，如 sales/daily；留空为 inbox 本身' },
    { name: 'pattern', type: 'string', description: '文件名，如 *.csv；留空为全部' },
    { name: 'table', type: 'string', required: true, description: '写入哪张表' },
    { name: 'key', type: 'string', description: '主键列，逗号分隔；留空则整行去重' },
    { name: 'file_column', type: 'string', description: '把文件路径写进这一列；留空则不写' },
    { name: 'read_again', type: 'boolean', default: false, description: '连读过的文件也重新读' },
  ],
  table: { name: 'inbox_files', name_from: 'table', key_from: 'key' },
  async *run(params, ctx) {
    const seen: Seen = { ...(ctx.state as { files?: Seen } | null)?.files };
    const there = await ctx.inbox.files(params.folder ?? '');
    const wanted = there.filter(matcherOf(params.pattern));
    for (const { path } of wanted.filter((file) => !file.isReadable))
      ctx.log(`${path}: not CSV, JSON, XLSX or Parquet`);
    for (const { path } of wanted.filter((file) => !file.isSettled))
      ctx.log(`${path}: still being written, left for the next run`);
    const fresh = wanted.filter(
      (file) => file.isReadable && file.isSettled && (params.read_again || seen[file.path] !== markOf(file)),
    );
    for (const [at, file] of fresh.entries()) {
      let count = 0;
      for await (const rows of inBatches(ctx.inbox.rows(file.path))) {
        count += rows.length;
        const { file_column: column } = params;
        yield column === null ? rows : rows.map((row) => ({ [column]: file.path, ...row }));
      }
      seen[file.path] = markOf(file);
      ctx.log(`${file.path}: ${count} rows`);
      ctx.progress((100 * (at + 1)) / fresh.length);
    }
    ctx.log(`${fresh.length} of ${wanted.length} files are new or changed`);
    ctx.remember({ files: seen });
  },
});
