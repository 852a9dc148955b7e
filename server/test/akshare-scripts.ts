import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestApp } from './test-app.ts';

/** The script that the akshare document tells of, with a table of its own making. */
const dailyBars = `export default {
  id: 'stock_zh_a_hist',
  name: 'A股历史行情',
  description: '获取A股日线数据',
  parameters: [
    { name: 'symbol', type: 'string', required: true, description: '股票代码' },
    { name: 'start_date', type: 'date', description: '起始日期' },
    { name: 'adjust', type: 'string', options: ['qfq', 'hfq'], description: '复权' },
  ],
  table: { name: 'ak_stock_zh_a_hist', key: ['代码', 'date'] },
  async *run({ symbol, start_date }: Record<string, string | null>, ctx: { progress(percent: number): void }) {
    if (symbol === 'WRONG') throw new Error('没有这只股票');
    const first = Date.parse(start_date ?? '2024-01-01');
    for (let day = 0; day < 250; day += 1) {
      yield {
        代码: symbol,
        date: new Date(first + day * 86_400_000).toISOString().slice(0, 10),
        收盘: 10 + day / 4,
        成交量: day,
      };
      ctx.progress(day / 2.5);
    }
  },
};
`;

/** Reports half of its way and then waits until it is stopped. */
const endless = `export default {
  id: 'fund_endless',
  name: '不会结束的基金',
  parameters: [],
  table: { name: 'fund_endless' },
  async *run(_params: unknown, ctx: { progress(percent: number): void; signal: AbortSignal }) {
    ctx.progress(50);
    await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve));
    yield { 值: 1 };
  },
};
`;

/** Puts the scripts of the akshare tests where a scan finds them. */
export async function placeAkshareScripts({ config }: TestApp): Promise<void> {
  for (const [place, id, source] of [
    ['stocks/daily', 'stock_zh_a_hist', dailyBars],
    ['funds/manual', 'fund_endless', endless],
  ] as const) {
    const folder = join(config.dataDir, 'scripts', place);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${id}.ts`), source);
  }
}
