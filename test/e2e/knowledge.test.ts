import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminPassword, type ServerProcess, startServer } from '../server-process.ts';
import { browserFound, launchBrowser, openPage, untilTold } from './browser.ts';
import { enter, sampleShopIsReady } from './entry.ts';

/** `npm run eval` beside the running server: its exit code and what it printed. */
async function evaluate(...words: string[]) {
  const program = path.resolve(import.meta.dirname, '../../scripts/eval.ts');
  const child = spawn(process.execPath, [program, ...words], { env: { PATH: process.env.PATH } });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      printed += text;
    });
  const [code] = await once(child, 'close');
  return { code, printed };
}

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
    timeout: 90_000,
  }, async () => {
    const { page } = await openPage(browser, server.url);
    await enter(page, 'admin', adminPassword);
    await page.getByRole('textbox', { name: '输入问题' }).waitFor();
    await page.goto('/settings/knowledge/glossary');
    await page.getByRole('button', { name: '添加术语' }).click();
    await page.getByLabel('术语', { exact: true }).fill('净货值');
    const meaning = page.getByLabel('含义', { exact: true });
    await meaning.fill('orders.total_amount - orders.rebate');
    await page.getByText('找不到“orders.rebate”').waitFor();
    await meaning.fill('orders.total_amount - orders.discount');
    await page.getByText('SUM(total_amount - discount) AS "净货值"').waitFor();
    await page.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByRole('cell', { name: '净货值' }).waitFor();
    await page.goto('/');
    await page.getByRole('textbox', { name: '输入问题' }).fill('各渠道的净货值是多少');
    await page.keyboard.press('Enter');
    await untilTold(page, '已保存为已验证示例', () => page.getByRole('button', { name: '正确' }).click());
    await page.goto('/settings/knowledge/examples');
    await page.getByText('各渠道的净货值是多少').waitFor();
    await untilTold(page, '已加入黄金问题', () => page.getByRole('button', { name: '加入黄金问题' }).click());
    await page.goto('/settings/knowledge/golden');
    await page.getByRole('button', { name: '开始评测' }).click();
    await page.getByText('100 % (1/1)').waitFor();
    expect(await page.getByText('改坏').count()).toBe(0);

    const asked = ['--connection', '示例商店', '--data', dataDir];
    const fine = await evaluate(...asked);
    expect([fine.code, fine.printed]).toEqual([0, expect.stringContaining('0 fixed, 0 broken')]);
    await page.goto('/settings/knowledge/glossary');
    await page.getByRole('button', { name: /修\s*改/ }).click();
    await meaning.fill('orders.total_amount');
    await page.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByText('SUM(').waitFor({ state: 'detached' });
    const broken = await evaluate(...asked);
    expect([broken.code, broken.printed]).toEqual([1, expect.stringContaining('- 各渠道的净货值是多少')]);
    expect(await evaluate('--connection', 'nowhere', '--data', dataDir)).toMatchObject({ code: 2 });
  });
});
