import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminPassword, type ServerProcess, signIn, startServer } from '../server-process.ts';
import { browserFound, keepScreenshot, launchBrowser, openPage, untilTold } from './browser.ts';
import { enter } from './entry.ts';

const title = browserFound ? 'observing' : 'observing (skipped: no /usr/bin/chromium)';

const patience = { timeout: 30_000 };

describe.skipIf(!browserFound)(title, () => {
  let dataDir: string;
  let server: ServerProcess;
  let browser: Browser;
  let headers: Record<string, string>;
  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'sextant-e2e-'));
    server = await startServer({ dataDir });
    browser = await launchBrowser();
    headers = await signIn(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function observing(address: string, options: Parameters<typeof openPage>[2] = {}) {
    const opened = await openPage(browser, server.url, options);
    await enter(opened.page, 'admin', adminPassword);
    await opened.page.getByRole('textbox', { name: /输入问题/ }).waitFor();
    await opened.page.goto(address);
    return opened;
  }

  async function post(route: string, body: object) {
    const answer = await fetch(`${server.url}/api/v1${route}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(answer.status, route).toBe(200);
    return ((await answer.json()) as { data: { id: string } }).data;
  }

  async function firing(): Promise<number> {
    const answer = await fetch(`${server.url}/api/v1/alerts?state=firing`, { headers });
    return ((await answer.json()) as { data: { total: number } }).data.total;
  }

  it('shows how everything is doing on a phone, and leads to what a figure counts', async () => {
    const { page, context, trouble } = await observing('/dashboard', {
      viewport: { width: 390, height: 844 },
    });
    await page.getByText('元数据库').waitFor();
    await page.getByRole('region', { name: '趋势' }).locator('canvas').first().waitFor();
    expect(await page.evaluate('document.body.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0);
    await keepScreenshot(page, 'observe-dashboard-phone');
    await page.getByRole('link', { name: /近 24 小时错误日志/ }).click();
    await page.waitForURL(/\/logs\?level=error/);
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('finds an entry of the log, opens it by its address, and follows new ones until paused', async () => {
    const { page, context, trouble } = await observing('/logs?q=dashboard%2Foverview');
    await fetch(`${server.url}/api/v1/dashboard/overview`, { headers });
    const rows = page.getByRole('main').getByRole('listitem');
    await expect
      .poll(async () => {
        await page.getByRole('button', { name: '刷新' }).click();
        return rows.filter({ hasText: 'GET /api/v1/dashboard/overview → 200' }).count();
      }, patience)
      .toBeGreaterThan(0);
    await rows.first().getByRole('button').click();
    await page.waitForURL(/entry=\d+/);
    await page.reload();
    await page.getByText('"path": "/api/v1/dashboard/overview"').waitFor();
    await page.getByRole('link', { name: '同一请求的日志' }).click();
    await page.waitForURL(/request_id=/);
    await expect.poll(() => rows.count(), patience).toBe(1);

    await page.goto('/logs/live?q=dashboard%2Fstatus');
    await page.getByText('正在接收新日志').waitFor();
    const status = () => fetch(`${server.url}/api/v1/dashboard/status`, { headers });
    await status();
    await rows.first().waitFor();
    await page.getByRole('button', { name: '暂停' }).click();
    await status();
    await page.getByText(/已暂停，有 [1-9]\d* 条新日志/).waitFor();
    expect(await rows.count()).toBe(1);
    await page.getByRole('button', { name: '继续' }).click();
    await expect.poll(() => rows.count(), patience).toBeGreaterThan(1);
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('tells a room of an alert, resolves it, and shows in the audit trail what was changed', async () => {
    await post('/rooms', { kind: 'group', name: '值班群' });
    const { page, context, trouble } = await observing('/alerts/channels');
    await page.getByRole('button', { name: '新建渠道' }).click();
    await page.getByLabel('名称').fill('值班');
    await page.getByLabel('方式').click();
    await page.getByTitle('聊天室', { exact: true }).click();
    await page.getByRole('combobox', { name: '聊天室' }).click();
    await page.getByTitle('值班群').click();
    await page.getByRole('button', { name: '保存' }).click();
    await untilTold(page, '已发送，请查收', () =>
      page.getByRole('button', { name: '发送测试 值班' }).click(),
    );

    await page.getByRole('tab', { name: '规则' }).click();
    await page.getByRole('button', { name: '编辑 磁盘空间不足 Disk low' }).click();
    await page.getByLabel('阈值').fill('99');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('99 % 以下的剩余空间').waitFor();
    await expect.poll(firing, patience).toBe(1);
    await page.getByRole('tab', { name: '告警' }).click();
    await page.getByRole('button', { name: /^解除 磁盘/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '解除' }).click();
    await page.getByText('admin 手动解除').waitFor();
    await keepScreenshot(page, 'observe-alert-resolved');

    await page.goto('/audit?action=alert_rule.updated');
    await page.getByRole('button', { name: '修改告警规则' }).first().click();
    const changed = page.getByRole('dialog').getByRole('row').filter({ hasText: 'threshold' });
    expect(await changed.getByRole('cell').allTextContents()).toEqual(['threshold', '10', '99']);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /关闭|Close/ })
      .click();
    await page.getByRole('button', { name: '核对审计链' }).click();
    await page.getByText('审计链完整').waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });
});
