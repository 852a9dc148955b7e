import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { signIn } from '../server-process.ts';
import { browserFound, keepScreenshot, openPage, untilTold } from './browser.ts';
import { startProductInBrowser } from './product-in-browser.ts';

const title = browserFound ? 'files' : 'files (skipped: no /usr/bin/chromium)';

/** One page that says nothing; the smallest that viewers accept. */
const pdf = [
  '%PDF-1.4',
  '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
  '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
  '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj',
  'trailer<</Root 1 0 R>>',
  '%%EOF',
].join('\n');

describe.skipIf(!browserFound)(title, () => {
  const product = startProductInBrowser();
  const { opened } = product;

  function local(name: string, content: string): string {
    const folder = path.join(product.dataDir, 'local');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  }

  async function uploaded(name: string, content: string): Promise<void> {
    const form = new FormData();
    form.append('file', new File([content], name));
    const { authorization } = await signIn(product.server.url);
    const answer = await fetch(`${product.server.url}/api/v1/files`, {
      method: 'POST',
      headers: { authorization: authorization as string },
      body: form,
    });
    expect(answer.status, await answer.text()).toBe(200);
  }

  it('makes a folder, uploads into it by the dialog, and shows a CSV as a table', async () => {
    const { page, context, trouble } = await opened('/files');
    await page.getByRole('button', { name: '新建文件夹' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('报表');
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await page.getByRole('link', { name: '报表' }).click();
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: /上传$/ }).click();
    const chooser = await choosing;
    await chooser.setFiles([
      local('销售.csv', '城市,金额\n上海,1200\n北京,980\n'),
      local('说明.md', '# 标题\n\n正文'),
    ]);
    await page.getByRole('button', { name: '销售.csv', exact: true }).click();
    await page.getByRole('gridcell', { name: '1,200' }).waitFor();
    await keepScreenshot(page, 'files-preview-csv');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '说明.md', exact: true }).click();
    await page.getByRole('dialog').getByRole('heading', { name: '标题' }).waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('shares a file by a link that opens without signing in', async () => {
    await uploaded('公开.txt', '给外面的人');
    const { page, context } = await opened('/files');
    await page.getByRole('button', { name: '操作 公开.txt' }).click();
    await page.getByRole('menuitem', { name: '共享' }).click();
    await page.getByRole('button', { name: '生成外链' }).click();
    const made = page.getByRole('textbox', { name: '外链' });
    await made.waitFor();
    const address = await made.inputValue();
    await keepScreenshot(page, 'files-share');
    await context.close();

    const stranger = await openPage(product.browser, product.server.url);
    await stranger.page.goto(address);
    await stranger.page.getByRole('heading', { name: '公开.txt' }).waitFor();
    await keepScreenshot(stranger.page, 'files-shared-link');
    const coming = stranger.page.waitForEvent('download');
    await stranger.page.getByRole('button', { name: '下载' }).click();
    expect((await coming).suggestedFilename()).toBe('公开.txt');
    await stranger.context.close();
  });

  it('keeps what was deleted in the trash until it is restored', async () => {
    await uploaded('手滑.txt', '内容');
    const { page, context, trouble } = await opened('/files');
    await page.getByRole('button', { name: '操作 手滑.txt' }).click();
    await untilTold(page, '「手滑.txt」已移到回收站', () =>
      page.getByRole('menuitem', { name: '删除' }).click(),
    );
    await page.getByRole('tab', { name: '回收站' }).click();
    await page.getByRole('button', { name: '操作 手滑.txt' }).click();
    await untilTold(page, '「手滑.txt」已还原', () => page.getByRole('menuitem', { name: '还原' }).click());
    await page.getByRole('tab', { name: '我的文件' }).click();
    await page.getByRole('button', { name: '手滑.txt', exact: true }).waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('shows a PDF in a frame, on a phone too', async () => {
    await uploaded('一页.pdf', pdf);
    const { page, context, trouble } = await opened('/files', { viewport: { width: 390, height: 844 } });
    await page.getByRole('button', { name: '一页.pdf', exact: true }).click();
    const frame = page.locator('iframe[title="一页.pdf"]');
    await frame.waitFor();
    const inside = await (await frame.elementHandle())?.contentFrame();
    expect(inside?.url()).toContain(product.server.url);
    const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
    expect(wide).toBe(false);
    await keepScreenshot(page, 'files-phone-pdf');
    // The browser's own viewer is an extension of it.
    expect(trouble.filter((one) => !/^request to chrome/.test(one))).toEqual([]);
    await context.close();
  });
});
