import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { signIn } from '../server-process.ts';
import { browserFound, keepScreenshot } from './browser.ts';
import { startProductInBrowser } from './product-in-browser.ts';

const title = browserFound ? 'collecting' : 'collecting (skipped: no /usr/bin/chromium)';

const squares = `export default {
  id: 'squares',
  name: '平方数',
  description: '从 1 到 count 的平方',
  parameters: [{ name: 'count', type: 'integer', default: 250, description: '多少行' }],
  table: { name: 'squares', key: ['number'] },
  async *run(params, ctx) {
    for (let number = 1; number <= params.count; number += 1) yield { number, square: number * number };
    ctx.log('取到 ' + params.count + ' 行');
  },
};
`;

const endless = `export default {
  id: 'endless',
  name: '永不结束',
  description: '每秒说一句话',
  parameters: [],
  table: { name: 'endless' },
  async *run(params, ctx) {
    yield { number: 1 };
    for (let beat = 1; ; beat += 1) {
      ctx.log('第 ' + beat + ' 拍');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  },
};
`;

const broken = `export default {
  id: 'broken',
  name: '半途而废',
  parameters: [],
  table: { name: 'broken' },
  async *run() {
    yield { number: 1 };
    throw new Error('上游变了样');
  },
};
`;

describe.skipIf(!browserFound)(title, () => {
  const product = startProductInBrowser();
  const collecting = product.opened;

  async function save(id: string, source: string): Promise<void> {
    const answer = await fetch(`${product.server.url}/api/v1/scripts/${id}`, {
      method: 'PUT',
      headers: await signIn(product.server.url),
      body: JSON.stringify({ category: 'data', frequency: 'daily', language: 'javascript', source }),
    });
    expect(answer.status, await answer.text()).toBe(200);
  }

  it('writes a script in the browser, is led to the line that does not load, and tests it', async () => {
    const { page, context, trouble } = await collecting('/collect/scripts');
    await page.getByRole('link', { name: '新建脚本' }).click();
    const code = page.getByRole('textbox', { name: '代码' });
    await code.waitFor();
    await page.getByLabel('id', { exact: true }).fill('squares');
    await write(page, squares.replace('async *run', 'async * run(('));
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('alert').getByText('脚本不能载入').first().waitFor();
    await page.locator('.cm-finding-error').first().waitFor();
    await keepScreenshot(page, 'collect-does-not-load');

    await write(page, squares);
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: '平方数' }).waitFor();
    await page.getByRole('button', { name: '试运行' }).click();
    await page.getByText('试运行成功，只取了前 100 行').waitFor();
    await page.getByRole('gridcell', { name: '81', exact: true }).waitFor();
    await keepScreenshot(page, 'collect-tested');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('runs a script from its form, sees the log come, and pages through its table', async () => {
    await save('squares', squares);
    const { page, context, trouble } = await collecting('/collect/scripts/squares');
    await page.getByLabel('count').fill('300');
    await page.getByRole('button', { name: '运行并写入' }).click();
    await page.getByRole('log').getByText('取到 300 行').waitFor();
    await page.getByRole('link', { name: '查看数据表' }).click();
    await page.getByText('第 1–100 行，共 300 行').waitFor();
    await page.getByRole('button', { name: '下一页' }).click();
    await page.getByText('第 101–200 行，共 300 行').waitFor();
    await page.getByRole('columnheader', { name: /square/ }).click();
    await page.getByText('第 1–100 行，共 300 行').waitFor();
    expect(new URL(page.url()).searchParams.get('sort')).toBe('square');
    await keepScreenshot(page, 'collect-table');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('narrows a table by conditions that stand in the address, and hands out all of it as a file', async () => {
    await save('squares', squares);
    await runToTheEnd('squares');
    const { page, context, trouble } = await collecting('/collect/tables/squares');
    await page.getByRole('button', { name: '添加条件' }).click();
    await page.getByLabel('值', { exact: true }).fill('100');
    await page.getByLabel('比较').click();
    await page.getByTitle('等于', { exact: true }).click();
    await page.getByRole('button', { name: '应用' }).click();
    await page.getByText('第 1–1 行，共 1 行').waitFor();
    await page.reload();
    await page.getByText('第 1–1 行，共 1 行').waitFor();

    await page.getByRole('button', { name: '导出' }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe('squares.csv');
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines[0]).toMatch(/number,square/);
    expect(lines.length).toBeGreaterThanOrEqual(251);
    await page.getByRole('tab', { name: '每列概况' }).click();
    await page.getByRole('cell', { name: 'square' }).waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('makes a script a task with a cron expression, in words and with its next ten times', async () => {
    await save('squares', squares);
    const { page, context, trouble } = await collecting('/collect/scripts/squares');
    await page.getByRole('link', { name: '建成任务' }).click();
    await page.getByLabel('怎么重复').click();
    await page.getByTitle('Cron 表达式').click();
    const schedule = page.getByLabel('时间', { exact: true });
    await schedule.fill('61 * * * *');
    await page.getByRole('alert').getByText('61 * * * *').waitFor();
    await schedule.fill('30 18 * * 1-5');
    const preview = page.getByRole('region', { name: '接下来的运行时间' });
    await preview.getByText('18:30:00').first().waitFor();
    expect(await preview.getByRole('listitem').count()).toBe(10);
    await keepScreenshot(page, 'collect-task');
    await page.getByRole('button', { name: '保存' }).click();
    const row = page.getByRole('row', { name: /平方数/ });
    await row.waitFor();

    await row.getByRole('checkbox').check();
    await page.getByRole('button', { name: '暂停' }).click();
    await row.getByText('已暂停').waitFor();
    await row.getByRole('button', { name: /操作/ }).click();
    await page.getByRole('menuitem', { name: '立即运行' }).click();
    await page.getByRole('log').getByText('取到 250 行').waitFor();
    await page.getByText('成功', { exact: true }).waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('follows the log of a running execution on a phone, and cancels it', async () => {
    await save('endless', endless);
    const started = await start('endless');
    const phone = { viewport: { width: 390, height: 844 } };
    const { page, context, trouble } = await collecting(`/collect/executions/${started}`, phone);
    await page.getByRole('log').getByText('第 3 拍').waitFor();
    await page.getByText('运行中', { exact: true }).waitFor();
    await keepScreenshot(page, 'collect-phone-log');
    await page.getByRole('button', { name: '取消执行' }).click();
    await page.getByText('已取消', { exact: true }).waitFor();
    const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
    expect(wide).toBe(false);
    await page.goto('/collect/executions?status=cancelled');
    await page.getByRole('link', { name: 'endless' }).waitFor();
    await keepScreenshot(page, 'collect-phone-executions');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('says why an execution failed, and leads to the line of the script', async () => {
    await save('broken', broken);
    const started = await start('broken');
    const { page, context, trouble } = await collecting(`/collect/executions/${started}`);
    await page.getByRole('alert').getByText('上游变了样').first().waitFor();
    await page.getByRole('link', { name: '脚本第 8 行' }).click();
    const line = page.locator('.cm-finding-error');
    await line.waitFor();
    expect(await line.textContent()).toContain('throw new Error');
    expect(trouble).toEqual([]);
    await context.close();
  });

  async function start(id: string): Promise<string> {
    const answer = await fetch(`${product.server.url}/api/v1/scripts/${id}/run`, {
      method: 'POST',
      headers: await signIn(product.server.url),
      body: '{}',
    });
    const { data } = (await answer.json()) as { data: { execution_id: string } };
    return data.execution_id;
  }

  async function runToTheEnd(id: string): Promise<void> {
    const execution = await start(id);
    const headers = await signIn(product.server.url);
    await expect
      .poll(
        async () => {
          const answer = await fetch(`${product.server.url}/api/v1/executions/${execution}`, { headers });
          return ((await answer.json()) as { data: { status: string } }).data.status;
        },
        { timeout: 20_000 },
      )
      .toBe('completed');
  }
});

/** Replaces the code in the editor as a paste would, for typing closes brackets by itself. */
async function write(page: Page, source: string): Promise<void> {
  const code = page.getByRole('textbox', { name: '代码' });
  await code.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(source);
}
