import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminPassword, type ServerProcess, startServer } from '../server-process.ts';
import { browserFound, keepScreenshot, launchBrowser, openPage } from './browser.ts';
import { enter, fillLogin, sampleShopIsReady } from './entry.ts';

const title = browserFound ? 'in a real browser' : 'in a real browser (skipped: no /usr/bin/chromium)';

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

  async function signedIn(options: Parameters<typeof openPage>[2] = {}) {
    const opened = await openPage(browser, server.url, options);
    await enter(opened.page, 'admin', adminPassword);
    await opened.page.getByRole('textbox', { name: /输入问题|Your question|question/i }).waitFor();
    return opened;
  }

  it('turns a stranger away and lets the administrator in', async () => {
    const { page, context } = await openPage(browser, server.url);
    await page.goto('/settings/models');
    await page.waitForURL(/\/login/);
    await keepScreenshot(page, 'login');
    await fillLogin(page, 'admin', 'wrong password 1');
    await page.getByText('邮箱、用户名或密码不对').waitFor();
    await fillLogin(page, 'admin', adminPassword);
    await page.waitForURL(/\/settings\/models/);
    await page.getByText('内置引擎').first().waitFor();
    await context.close();
  });

  it('answers a question with a sentence, a chart, a table and SQL, and keeps it', async () => {
    const { page, context, trouble } = await signedIn();
    await keepScreenshot(page, 'ask-empty');
    await ask(page, '最近7天每天的订单数量');
    await page.locator('canvas').first().waitFor();
    await page.waitForURL(/\/ask\/[0-9a-f-]{36}/);
    await keepScreenshot(page, 'ask-answer');
    const answer = await page.locator('main').textContent();
    expect(answer).toMatch(/订单/);
    await page.reload();
    await page.locator('canvas').first().waitFor();
    await page
      .getByRole('button', { name: /表格|table/i })
      .first()
      .waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('draws an answer as the kind that is chosen, keeps the choice, and gives the drawing as SVG', async () => {
    const { page, context, trouble } = await signedIn();
    await ask(page, '按城市统计客户数量');
    const answer = page.locator('article').last();
    const kind = (name: string) => answer.getByRole('radio', { name, exact: true });
    await page.waitForURL(/\/ask\/[0-9a-f-]{36}/);
    expect(await kind('条形图').isChecked()).toBe(true);
    expect(await kind('折线图').count()).toBe(0);
    await answer.getByText('饼图', { exact: true }).click();
    const told = answer.getByRole('img', { name: '按城市统计客户数量' });
    await told.waitFor();
    await page.reload();
    await kind('饼图').waitFor({ state: 'attached' });
    expect(await kind('饼图').isChecked()).toBe(true);
    await answer.getByRole('button', { name: '导出' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: '矢量图（SVG）' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('按城市统计客户数量.svg');
    const svg = readFileSync(await file.path(), 'utf8');
    expect(svg).toMatch(/^<svg xmlns=.*<title>按城市统计客户数量<\/title>.*<path/s);
    expect(svg).toMatch(/北京|上海|深圳/);
    expect(svg).toContain('%');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('answers in English on a phone in the dark without scrolling sideways', async () => {
    const { page, context, trouble } = await signedIn({
      locale: 'en-US',
      colorScheme: 'dark',
      viewport: { width: 390, height: 844 },
    });
    await ask(page, 'average order value by month this year');
    await page.locator('canvas').first().waitFor();
    await page
      .getByRole('tab', { name: 'Line' })
      .or(page.getByText('Line', { exact: true }))
      .first()
      .waitFor();
    await keepScreenshot(page, 'ask-phone-dark');
    const sideways = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(sideways).toBeLessThanOrEqual(0);
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('stops an edited statement that takes too long', async () => {
    const { page, context, trouble } = await signedIn();
    await ask(page, '一共有多少客户');
    const answer = page.locator('article').last();
    await answer.getByText('SQL', { exact: true }).click();
    await answer.getByRole('button', { name: '编辑' }).click();
    await answer.locator('.cm-content').fill('select count(*) from order_items a, order_items b, orders c');
    await answer.getByRole('button', { name: '运行' }).click();
    await answer.getByRole('button', { name: '停止' }).click();
    await answer.getByRole('button', { name: '停止' }).waitFor({ state: 'detached' });
    expect(await answer.getByRole('alert').count()).toBe(0);
    await answer.locator('.cm-content').fill('select 7 as n');
    await answer.getByRole('button', { name: '运行' }).click();
    await answer.getByText('下面是修改后的 SQL 的结果').waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('says which word it does not know instead of guessing', async () => {
    const { page, context } = await signedIn();
    await ask(page, '火星基地的氧气余量是多少');
    await page
      .getByText(/火星|氧气/)
      .nth(1)
      .waitFor();
    await keepScreenshot(page, 'ask-silent');
    expect(await page.locator('canvas').count()).toBe(0);
    await context.close();
  });

  it('takes a file and answers about it', async () => {
    const { page, context, trouble } = await signedIn();
    const csv = '城市,销量,日期\n北京,10,2026-01-02\n上海,25,2026-01-03\n北京,5,2026-01-04\n';
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: '门店销量.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(csv),
      });
    await page
      .getByText(/已导入/)
      .first()
      .waitFor();
    await ask(page, '按城市统计销量总和');
    await page.locator('canvas').first().waitFor();
    const answer = await page.locator('main').textContent();
    expect(answer).toContain('上海');
    expect(answer).toContain('25');
    await keepScreenshot(page, 'ask-file');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it.each(['connections', 'models', 'users', 'profile'])(
    'shows the page %s without trouble',
    async (name) => {
      const { page, context, trouble } = await signedIn();
      await page.goto(`/settings/${name}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      await keepScreenshot(page, name);
      expect(trouble).toEqual([]);
      await context.close();
    },
  );

  it('keeps what a test of a connection found in sight, below a form longer than the window', async () => {
    const { page, context, trouble } = await signedIn();
    await page.goto('/settings/connections');
    await page.getByRole('button', { name: '添加连接' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('名称', { exact: true }).fill('无人应答');
    await form.getByLabel('主机', { exact: true }).fill('127.0.0.1');
    await form.getByLabel('端口', { exact: true }).fill('1');
    await form.getByLabel('用户名', { exact: true }).fill('reader');
    await form.getByLabel('数据库', { exact: true }).fill('shop');
    await form.getByRole('button', { name: '测试连接' }).click();
    const found = form.getByRole('alert');
    await found.waitFor();
    expect(await found.textContent()).toContain('连接失败');
    const { y = 0, height = 0 } = (await found.boundingBox()) ?? {};
    expect(y + height).toBeLessThan(900);
    await keepScreenshot(page, 'connection-test');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('shows a new API key once, with nothing to press but its end', async () => {
    const { page, context, trouble } = await signedIn();
    await page.goto('/settings/profile/api-keys');
    await page.getByRole('button', { name: '新建密钥' }).click();
    await page.getByRole('dialog').getByLabel('名称').fill('日报');
    await page.getByRole('button', { name: /创\s*建/ }).click();
    await page.getByRole('button', { name: '已保存，关闭' }).waitFor();
    await keepScreenshot(page, 'api-key');
    expect(await page.getByRole('button', { name: /取\s*消/ }).count()).toBe(0);
    await page.getByRole('button', { name: '已保存，关闭' }).click();
    await page.getByRole('cell', { name: '查看' }).waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('adds a user, who then signs in and sees no administration', async () => {
    const { page, context } = await signedIn();
    await page.goto('/settings/users');
    await page.getByRole('button', { name: '新建用户' }).click();
    await page.getByRole('dialog').getByLabel('用户名').fill('分析师');
    await page.getByRole('dialog').getByLabel('密码').fill('data and more 1');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('cell', { name: '分析师', exact: true }).first().waitFor();
    await context.close();

    const visitor = await openPage(browser, server.url);
    await enter(visitor.page, '分析师', 'data and more 1');
    await visitor.page.getByRole('textbox', { name: '输入问题' }).waitFor();
    expect(await visitor.page.getByRole('menuitem', { name: '用户' }).count()).toBe(0);
    await visitor.context.close();
  });
});

async function ask(page: Page, question: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: /输入问题|question/i });
  await composer.fill(question);
  await composer.press('Enter');
}
