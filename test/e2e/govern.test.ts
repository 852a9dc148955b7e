import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReachable, testServers } from '../../server/test/test-servers.ts';
import { adminPassword, type ServerProcess, signIn, startServer } from '../server-process.ts';
import { browserFound, keepScreenshot, launchBrowser, openPage, untilTold } from './browser.ts';
import { enter } from './entry.ts';

const ready = browserFound && (await isReachable(testServers.postgresql));
const title = ready ? 'governing' : 'governing (skipped: needs /usr/bin/chromium and PostgreSQL)';

describe.skipIf(!ready)(title, () => {
  const postgresql = new URL(testServers.postgresql);
  let dataDir: string;
  let server: ServerProcess;
  let browser: Browser;
  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'sextant-e2e-'));
    server = await startServer({ dataDir });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function governing(address: string, options: Parameters<typeof openPage>[2] = {}) {
    const opened = await openPage(browser, server.url, options);
    await enter(opened.page, 'admin', adminPassword);
    await opened.page.getByRole('textbox', { name: /输入问题/ }).waitFor();
    await opened.page.goto(address);
    return opened;
  }

  async function post(place: string, body: unknown) {
    const answer = await fetch(`${server.url}/api/v1${place}`, {
      method: 'POST',
      headers: await signIn(server.url),
      body: JSON.stringify(body),
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    return ((await answer.json()) as { data: { id: string } }).data;
  }

  const csv = [
    'name,driver,host,port,database,username,password,environment,tags',
    `账务库,postgresql,${postgresql.hostname},${postgresql.port},postgres,${postgresql.username},${postgresql.password},production,核心`,
    `坏掉的,postgresql,${postgresql.hostname},1,postgres,nobody,,test,核心`,
  ];

  it('imports instances from CSV after a look, checks them all, and hands them out again', async () => {
    const { page, context, trouble } = await governing('/govern/instances');
    await page.getByText('还没有实例').waitFor();
    await page.getByRole('button', { name: '导入 CSV' }).click();
    await page.getByLabel('CSV 内容').fill([...csv, '谁,nosuch,,,,,,,'].join('\n'));
    await page.getByRole('button', { name: /^检\s?查$/ }).click();
    await page.getByText(/不支持「nosuch」/).waitFor();
    await page.getByRole('button', { name: '只导入正确的 2 个' }).click();
    await page.getByRole('link', { name: '账务库' }).waitFor();

    await untilTold(page, '检查实例完成：1 个成功，1 个失败', () =>
      page.getByRole('button', { name: '检查全部' }).click(),
    );
    await page
      .getByRole('row', { name: /账务库/ })
      .getByText('正常')
      .waitFor();
    await page
      .getByRole('row', { name: /坏掉的/ })
      .getByText('异常')
      .waitFor();
    await page.getByLabel('全部状态').click();
    await page.getByTitle('异常', { exact: true }).click();
    await page.getByRole('link', { name: '账务库' }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('health')).toBe('down');
    await keepScreenshot(page, 'govern-instances');

    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出 CSV' }).click();
    const file = readFileSync(await (await coming).path(), 'utf8');
    expect(file).toContain('坏掉的');
    expect(file).not.toContain('账务库');
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('synchronises accounts, shows rights as a tree and a matrix, and runs a script only when its account is typed', async () => {
    const { id } = await post('/instances', {
      name: '权限库',
      driver: 'postgresql',
      host: postgresql.hostname,
      port: Number(postgresql.port),
      database: 'postgres',
      username: postgresql.username,
      password: postgresql.password || undefined,
    });
    const { page, context, trouble } = await governing(`/govern/instances/${id}/accounts`);
    await untilTold(page, /同步完成：\d+ 个账户/, () =>
      page.getByRole('button', { name: '立即同步' }).click(),
    );
    await page.getByRole('button', { name: postgresql.username, exact: true }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('tree').waitFor();
    await drawer.getByText('矩阵', { exact: true }).click();
    await drawer.getByRole('columnheader', { name: '对象' }).waitFor();
    await keepScreenshot(page, 'govern-account');

    await drawer.getByRole('tab', { name: '收权与锁定' }).click();
    await drawer.getByRole('button', { name: '执行脚本' }).click();
    const run = page.getByRole('dialog').filter({ hasText: '输入账户名' });
    const confirm = run.getByRole('button', { name: '执行脚本' });
    expect(await confirm.isDisabled()).toBe(true);
    await run.getByRole('textbox').fill(`${postgresql.username}x`);
    expect(await confirm.isDisabled()).toBe(true);
    await run.getByRole('button', { name: /取\s?消/ }).click();
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('says what is wrong with a rule while it is typed, shows who matches, and what a batch gave', async () => {
    const { page, context, trouble } = await governing('/govern/classification/rules');
    await page.getByRole('button', { name: '添加规则' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('名称').fill('每个会登录的');
    await drawer.getByLabel('分类').click();
    await page.getByTitle('普通账户', { exact: true }).click();
    const expression = drawer.getByRole('textbox', { name: '规则表达式' });
    await expression.click();
    await page.keyboard.insertText('can_logn');
    await drawer
      .getByRole('alert')
      .getByText(/can_logn/)
      .waitFor();
    const save = drawer.getByRole('button', { name: /保\s?存/ });
    expect(await save.isDisabled()).toBe(true);
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('can_login and not system');
    await drawer.getByText(/意思是/).waitFor();
    await drawer.getByText(/\d+ \/ \d+ 个账户匹配/).waitFor();
    await keepScreenshot(page, 'govern-rule');
    await save.click();
    await page.getByRole('button', { name: '每个会登录的', exact: true }).waitFor();

    await page.getByRole('button', { name: '立即分类' }).click();
    await page.getByRole('tab', { name: '批次' }).click();
    await page.getByRole('link', { name: '#1' }).click();
    await page.getByRole('cell', { name: '每个会登录的' }).first().waitFor();
    await keepScreenshot(page, 'govern-batch');
    expect(trouble).toEqual([]);
    await context.close();
  });
});
