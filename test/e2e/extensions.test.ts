import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { signIn } from '../server-process.ts';
import { browserFound, keepScreenshot } from './browser.ts';
import { startProductInBrowser } from './product-in-browser.ts';

const title = browserFound ? 'extensions' : 'extensions (skipped: no /usr/bin/chromium)';

const multiples = `/** 一个数的倍数。 */
export function getQueryForm() {
  return '<label for="factor">因数</label><input id="factor" name="factor" type="number" required>' +
    '<label for="count">个数</label><select id="count" name="count"><option value="3">三个</option><option value="5">五个</option></select>';
}
export function executeQuery(params) {
  const factor = Number(params.factor);
  return Array.from({ length: Number(params.count) }, (_, at) => ({ 序号: at + 1, 倍数: factor * (at + 1) }));
}
`;

const page = `export function executeQuery() {
  const look = "try { document.body.append(' 读到 ' + parent.document.title) } catch { document.body.append(' 碰不到外面') }";
  return { type: 'html', data: '<h1>一切正常</h1><script>' + look + '</script>' };
}
`;

describe.skipIf(!browserFound)(title, () => {
  const product = startProductInBrowser();
  const { opened } = product;

  async function uploaded(filename: string, source: string, name: string): Promise<string> {
    const form = new FormData();
    form.append('name', name);
    form.append('enabled', 'true');
    form.append('show_in_home', 'true');
    form.append('file', new File([source], filename));
    const { authorization } = await signIn(product.server.url);
    const answer = await fetch(`${product.server.url}/api/v1/extensions`, {
      method: 'POST',
      headers: { authorization: authorization as string },
      body: form,
    });
    const { data } = (await answer.json()) as { data: { id: string } };
    return data.id;
  }

  it('uploads a script, runs it from its form, and finds the result in the history', async () => {
    const { page, context, trouble } = await opened('/extensions');
    await page.getByRole('button', { name: '上传扩展' }).click();
    const file = path.join(product.dataDir, 'multiples.mjs');
    writeFileSync(file, multiples.replace('Number(params.factor);', 'Number(params.factor;'));
    const drawer = page.getByRole('dialog', { name: '上传扩展' });
    await drawer.locator('input[type=file]').setInputFiles(file);
    await drawer.getByLabel('名称').fill('倍数');
    await drawer.getByRole('button', { name: '保存', exact: true }).click();
    await drawer.getByRole('alert').first().waitFor();

    writeFileSync(file, multiples);
    await drawer.locator('input[type=file]').setInputFiles(file);
    await drawer.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('heading', { name: '倍数' }).waitFor();
    await page.getByLabel('因数').fill('7');
    await page.getByLabel('个数').click();
    await page.getByTitle('五个').click();
    await page.locator('form button[type=submit]').click();
    await page.getByRole('gridcell', { name: '35' }).waitFor();
    await page.getByText('5 行 2 列').waitFor();
    await keepScreenshot(page, 'extensions-table');

    await page.getByRole('tab', { name: '历史' }).click();
    await page.getByRole('cell', { name: '成功' }).waitFor();
    await page.getByRole('button', { name: '查看' }).first().click();
    await page.getByRole('gridcell', { name: '35' }).waitFor();
    await keepScreenshot(page, 'extensions-history');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('shows HTML in a frame that reaches nothing outside, also full screen and on a phone', async () => {
    const id = await uploaded('page.mjs', page, '状态页');
    const { page: shown, context } = await opened(`/extensions/${id}`, {
      viewport: { width: 390, height: 844 },
    });
    await shown.locator('form button[type=submit]').click();
    const frame = shown.frameLocator('iframe[title="网页结果"]');
    await frame.getByRole('heading', { name: '一切正常' }).waitFor();
    await frame.getByText('碰不到外面').waitFor();
    const wide = await shown.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
    expect(wide).toBe(false);
    await keepScreenshot(shown, 'extensions-phone-html');
    await shown.getByRole('button', { name: '全屏' }).click();
    await shown.getByRole('button', { name: '退出全屏' }).waitFor();
    await keepScreenshot(shown, 'extensions-full-screen');
    await context.close();
  });

  it('is at hand where one begins to ask, and becomes a task with the fields of its form', async () => {
    const id = await uploaded('scheduled.mjs', multiples, '定时的倍数');
    const { page, context, trouble } = await opened('/');
    await page.getByRole('navigation', { name: '扩展' }).getByRole('link', { name: '定时的倍数' }).click();
    await page.getByRole('link', { name: '定时运行' }).click();
    await page.waitForURL((url) => url.searchParams.get('extension') === id);
    await page.getByLabel('factor').fill('6');
    await page.getByLabel('count').click();
    await page.getByTitle('五个').click();
    await page.getByRole('button', { name: '保存' }).click();
    const row = page.getByRole('row', { name: /定时的倍数/ });
    await row.getByRole('button', { name: /操作/ }).click();
    await page.getByRole('menuitem', { name: '立即运行' }).click();
    await page.getByText('成功', { exact: true }).waitFor();
    await page.getByText('factor = "6"').waitFor();

    await page.goto('/collect/tasks?view=month');
    await page
      .getByRole('button', { name: /18:30.*定时的倍数/ })
      .first()
      .click();
    await page.getByRole('dialog', { name: '编辑任务「定时的倍数」' }).waitFor();
    await keepScreenshot(page, 'extensions-calendar');
    expect(trouble).toEqual([]);
    await context.close();
  });
});
