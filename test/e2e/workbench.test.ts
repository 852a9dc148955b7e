import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminPassword, type ServerProcess, startServer } from '../server-process.ts';
import { browserFound, keepScreenshot, launchBrowser, openPage, untilTold } from './browser.ts';
import { enter, sampleShopIsReady } from './entry.ts';

const title = browserFound ? 'the workbench' : 'the workbench (skipped: no /usr/bin/chromium)';
/** Takes minutes when nobody stops it. */
const endless = 'select count(*) from order_items a, order_items b, orders c';

describe.skipIf(!browserFound)(title, () => {
  let dataDir: string;
  let server: ServerProcess;
  let browser: Browser;
  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'sextant-e2e-'));
    server = await startServer({ dataDir, environment: { SEXTANT_SAMPLE_DATA: 'on' } });
    await sampleShopIsReady(server.url);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function atWork(options: Parameters<typeof openPage>[2] = {}) {
    const opened = await openPage(browser, server.url, options);
    await enter(opened.page, 'admin', adminPassword);
    await opened.page.getByRole('textbox', { name: /输入问题|Your question|question/i }).waitFor();
    await opened.page.goto('/workbench');
    await editor(opened.page).waitFor();
    return opened;
  }

  it('completes the columns of an alias, runs the statement and shows its rows', async () => {
    const { page, context, trouble } = await atWork();
    await write(page, 'select  from orders o where o.id = 7');
    await page.keyboard.press('Home');
    for (let step = 0; step < 'select '.length; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.type('o.order_', { delay: 30 });
    const offered = page.locator('.cm-tooltip-autocomplete li', { hasText: 'order_no' });
    await offered.waitFor();
    await keepScreenshot(page, 'workbench-completion');
    await offered.click();
    await expectText(page, 'select o.order_no');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('columnheader', { name: 'order_no' }).waitFor();
    expect(await onlyCell(page)).toMatch(/^\d+$/);
    await keepScreenshot(page, 'workbench-rows');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('runs all statements up to the first that fails, and leads to the word at fault', async () => {
    const { page, context, trouble } = await atWork();
    await write(page, 'select 1 as one;\n\nselect nope from orders;\n\nselect 3 as three');
    await page.keyboard.press('Control+Shift+Enter');
    await page.getByRole('alert').waitFor();
    expect(await resultNames(page)).toEqual(['结果 1', '结果 2']);
    await page.getByRole('button', { name: '定位到第 3 行' }).click();
    expect(await page.evaluate<string>('window.getSelection().toString()')).toBe('nope');
    await page.getByRole('tab', { name: '结果 1' }).click();
    await page.getByRole('columnheader', { name: 'one' }).waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('marks what the guard finds where it stands', async () => {
    const { page, context, trouble } = await atWork();
    await write(page, 'select order_no from orderz; delete from orders');
    await page.locator('.cm-finding-error', { hasText: 'orderz' }).waitFor();
    await page.locator('.cm-finding-error', { hasText: 'delete' }).waitFor();
    await page.locator('.cm-finding-error', { hasText: 'orderz' }).hover();
    await page.locator('.cm-tooltip').getByText('orders').waitFor();
    await keepScreenshot(page, 'workbench-findings');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('asks for parameters, and keeps them and the tab across a reload', async () => {
    const { page, context, trouble } = await atWork();
    await write(page, 'select count(*) as n from orders where status = :status');
    await page.getByLabel(':status').fill('completed');
    await page.getByLabel(':status').press('Enter');
    const completed = await onlyCell(page);
    expect(Number(completed.replace(',', ''))).toBeGreaterThan(0);
    await page.reload();
    await expectText(page, 'where status = :status');
    expect(await page.getByLabel(':status').inputValue()).toBe('completed');
    await page.getByLabel(':status').fill('no such status');
    await page.getByLabel(':status').press('Control+Enter');
    await page.getByRole('gridcell', { name: '0', exact: true }).waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('stops a statement that takes too long, and the next one runs', async () => {
    const { page, context, trouble } = await atWork();
    await write(page, endless);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: '停止' }).click();
    await page.getByText('已停止', { exact: true }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await write(page, 'select 7 as seven');
    await page.keyboard.press('Control+Enter');
    expect(await onlyCell(page)).toBe('7');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('exports the whole result beyond the cap on rows, and the download arrives whole', async () => {
    const { page, context, trouble } = await atWork({ acceptDownloads: true });
    await write(page, 'select id, order_no from orders order by id');
    await page.keyboard.press('Control+Enter');
    await page.getByText('只取了前 1,000 行').waitFor();
    const arriving = page.waitForEvent('download');
    await page.getByRole('button', { name: /导出$/ }).last().click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const download = await arriving;
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split(/\r?\n/);
    await write(page, 'select count(*) as n from orders');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('columnheader', { name: 'n', exact: false }).waitFor();
    const count = Number((await onlyCell(page)).replaceAll(',', ''));
    expect(count).toBeGreaterThan(1000);
    expect(lines).toHaveLength(count + 1);
    await page
      .getByText(/导出完成/)
      .first()
      .waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('saves a query, opens it by its permanent link elsewhere and goes back to an older version', async () => {
    const { page, context, trouble } = await atWork();
    await write(page, 'select 1 as first_version');
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称').fill('渠道月报');
    await dialog.getByLabel('文件夹').fill('销售/月报');
    await dialog.getByRole('button', { name: /保\s*存/ }).click();
    await page.waitForURL(/\/workbench\/queries\/.+/);
    const link = page.url();
    await write(page, 'select 2 as second_version');
    await page.getByRole('img', { name: '未保存' }).waitFor();
    await untilTold(page, '已保存「渠道月报」，第 2 版', () => page.keyboard.press('Control+s'));
    await context.close();

    const other = await atWork();
    await other.page.goto(link);
    await expectText(other.page, 'second_version');
    await other.page.getByRole('button', { name: '更多操作' }).click();
    await other.page.getByRole('menuitem', { name: '历史版本' }).click();
    await other.page.getByRole('button', { name: /第 1 版/ }).click();
    await keepScreenshot(other.page, 'workbench-versions');
    await other.page.getByRole('button', { name: '恢复这一版' }).click();
    await expectText(other.page, 'first_version');
    await other.page.getByText('保存', { exact: true }).first().click();
    await other.page.getByRole('button', { name: /月报/ }).first().waitFor();
    expect([...trouble, ...other.trouble]).toEqual([]);
    await other.context.close();
  });

  it('says once that a link leads nowhere, and stays usable', async () => {
    const { page, context, trouble } = await atWork();
    await write(page, 'select 1 as before');
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/saved-queries/gone')) asked += 1;
    });
    // The tabs are stored a moment after the typing.
    await expect.poll(() => page.evaluate<string>('JSON.stringify(localStorage)')).toContain('as before');
    await page.goto('/workbench/queries/gone');
    await page.waitForURL(/\/workbench$/);
    await expectText(page, 'as before');
    expect(asked).toBe(1);
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('finds a statement in the history and runs it again', async () => {
    const { page, context, trouble } = await atWork();
    await write(page, "select 'kept in history' as remark");
    await page.keyboard.press('Control+Enter');
    expect(await onlyCell(page)).toBe('kept in history');
    await page.getByText('历史', { exact: true }).click();
    await page.getByLabel('搜索执行过的 SQL').fill('kept in history');
    const entry = page.getByRole('button', { name: /as remark/ });
    const menu = page.getByRole('button', { name: '这条记录的操作' });
    await expect.poll(() => menu.count()).toBe(1);
    await entry.hover();
    await menu.click();
    await page.getByRole('menuitem', { name: '重新执行' }).click();
    await page.getByRole('tab', { name: '查询 2' }).waitFor();
    expect(await onlyCell(page)).toBe('kept in history');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('shows how a statement would run as a tree and as the engine wrote it', async () => {
    const { page, context, trouble } = await atWork();
    await write(page, 'select o.id from orders o join customers c on c.id = o.customer_id order by c.name');
    await page.getByRole('button', { name: '执行计划' }).click();
    const step = page.getByRole('listitem').filter({ hasText: 'SCAN' });
    await step.first().waitFor();
    await keepScreenshot(page, 'workbench-plan');
    await page.getByText('原文', { exact: true }).click();
    await page.locator('pre', { hasText: 'SCAN' }).waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('finds tables by pinyin initials, previews one and tells how it was made', async () => {
    const { page, context, trouble } = await atWork();
    await page.getByLabel(/搜索表/).fill('khqd');
    await page.getByLabel(/搜索表/).fill('dd');
    await page.getByText(/找到 \d+ 张表/).waitFor();
    await page.getByRole('button', { name: 'orders', exact: true }).click();
    await page.getByRole('button', { name: /order_no/ }).waitFor();
    await page.getByRole('button', { name: '「orders」的操作' }).click();
    await page.getByRole('menuitem', { name: '预览数据' }).click();
    await page.getByRole('tab', { name: 'orders 预览' }).waitFor();
    await page.getByRole('columnheader', { name: 'order_no' }).waitFor();
    await page.getByRole('button', { name: '「orders」的操作' }).click();
    await page.getByRole('menuitem', { name: '建表语句' }).click();
    await page.getByRole('dialog').getByText('CREATE TABLE').waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('filters a result, selects a range and copies it in other formats', async () => {
    const { page, context, trouble } = await atWork({ permissions: ['clipboard-read', 'clipboard-write'] });
    await write(
      page,
      "select 1 as id, 'a' as name union all select 2, 'b' union all select 30, null order by 1",
    );
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: '筛选各列' }).click();
    await page.getByLabel('筛选「id」').fill('<10');
    await page.getByText('显示 2 / 3 行').waitFor();
    await page.getByRole('gridcell', { name: '1', exact: true }).click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByText('选中 2 行 × 2 列').waitFor();
    await page.keyboard.press('Control+c');
    const copied = () => page.evaluate<string>('navigator.clipboard.readText()');
    await expect.poll(copied).toBe('1\ta\n2\tb');
    await page.getByRole('gridcell', { name: 'a', exact: true }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: '复制为' }).hover();
    await page.getByRole('menuitem', { name: 'Markdown' }).click();
    await expect.poll(copied).toBe('| id | name |\n| ---: | --- |\n| 1 | a |\n| 2 | b |');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('keeps tabs and results while other pages are visited, and asks before closing what is not saved', async () => {
    const { page, context, trouble } = await atWork();
    await write(page, 'select 11 as kept');
    await page.keyboard.press('Control+Enter');
    expect(await onlyCell(page)).toBe('11');
    await page.getByRole('button', { name: '新建标签' }).click();
    await write(page, 'select 22 as other');
    await page.getByRole('menuitem', { name: '连接' }).click();
    await page.getByRole('heading', { level: 1, name: '连接' }).waitFor();
    await page.getByRole('menuitem', { name: '工作台' }).click();
    await expectText(page, 'as other');
    await page.getByRole('tab', { name: '查询 1' }).click();
    await expectText(page, 'as kept');
    expect(await onlyCell(page)).toBe('11');
    await page.getByRole('button', { name: '关闭「查询 1」' }).click();
    const question = page.getByRole('dialog');
    await question.getByRole('button', { name: /取\s*消/ }).click();
    await expectText(page, 'as kept');
    await page.getByRole('button', { name: '关闭「查询 1」' }).click();
    await question
      .getByRole('button', { name: /关\s*闭/ })
      .last()
      .click();
    await expectText(page, 'as other');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('takes the SQL of an answer over', async () => {
    const { page, context, trouble } = await atWork();
    await page.goto('/');
    const composer = page.getByRole('textbox', { name: '输入问题' });
    await composer.fill('一共有多少客户');
    await composer.press('Enter');
    const answer = page.locator('article').last();
    await answer.getByText('SQL', { exact: true }).click();
    await answer.getByRole('button', { name: '在工作台打开' }).click();
    await page.waitForURL(/\/workbench/);
    await expectText(page, 'customers');
    await page.reload();
    await expectText(page, 'customers');
    expect(await page.getByRole('tablist', { name: '编辑器标签' }).getByRole('tab').count()).toBe(2);
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('works in English on a phone in the dark without scrolling sideways', async () => {
    const { page, context, trouble } = await atWork({
      locale: 'en-US',
      colorScheme: 'dark',
      viewport: { width: 390, height: 844 },
    });
    await write(page, 'select id, order_no, status, channel, total_amount from orders limit 20');
    await page.getByRole('button', { name: /Run$/ }).click();
    await page.getByRole('columnheader', { name: 'order_no' }).waitFor();
    await keepScreenshot(page, 'workbench-phone-dark');
    const sideways = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(sideways).toBeLessThanOrEqual(0);
    expect(trouble).toEqual([]);
    await context.close();
  });
});

function editor(page: Page) {
  return page.locator('.cm-content:visible');
}

/** Replaces the text of the shown tab, as by pasting, and closes a list of completions. */
async function write(page: Page, sql: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(sql);
  await page.keyboard.press('Escape');
}

async function expectText(page: Page, text: string): Promise<void> {
  await editor(page).filter({ hasText: text }).waitFor();
}

async function onlyCell(page: Page): Promise<string> {
  const cell = page.getByRole('gridcell');
  await cell.first().waitFor();
  expect(await cell.count()).toBe(1);
  return (await cell.textContent()) ?? '';
}

async function resultNames(page: Page): Promise<string[]> {
  return page.getByRole('tablist', { name: '结果' }).getByRole('tab').allTextContents();
}
