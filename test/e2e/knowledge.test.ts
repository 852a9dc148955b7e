import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminPassword, type ServerProcess, startServer } from '../server-process.ts';
import { browserFound, launchBrowser, openPage } from './browser.ts';
import { enter, sampleShopIsReady } from './entry.ts';

const title = browserFound ? 'knowledge' : 'knowledge (skipped: no /usr/bin/chromium)';

describe.skipIf(!browserFound)(title, () => {
  let dataDir: string;
  let server: ServerProcess;
  let browser: Browser;
  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'sextant-e2e-'));
    server = await startServer({ dataDir, environment: { SEXTANT_SAMPLE_DATA: 'on' } });
    browser = await launchBrowser();
    await sampleShopIsReady(server.url);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('a metric is defined, asked for, found right and seen among the examples', {
    timeout: 60_000,
  }, async () => {
    const { page } = await openPage(browser, server.url);
    await enter(page, 'admin', adminPassword);
    await page.getByRole('textbox', { name: '输入问题' }).waitFor();
    await page.goto('/settings/knowledge/glossary');
    await page.getByRole('button', { name: '添加术语' }).click();
    await page.getByLabel('术语', { exact: true }).fill('净货值');
    await page.getByLabel('含义', { exact: true }).fill('orders.total_amount - orders.discount');
    await page.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByRole('cell', { name: '净货值' }).waitFor();
    await page.goto('/');
    await page.getByRole('textbox', { name: '输入问题' }).fill('各渠道的净货值是多少');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '正确' }).click();
    await page.getByText('已保存为已验证示例').waitFor();
    await page.goto('/settings/knowledge/examples');
    await page.getByText('各渠道的净货值是多少').waitFor();
    await page.getByRole('button', { name: '加入黄金问题' }).click();
    await page.getByText('已加入黄金问题').waitFor();
    await page.goto('/settings/knowledge/golden');
    await page.getByRole('button', { name: '开始评测' }).click();
    await page.getByText('100 % (1/1)').waitFor();
    expect(await page.getByText('改坏').count()).toBe(0);
  });
});
