import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Layout, Relationship } from '@sextant/contract/schema-browser';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminPassword, type ServerProcess, signIn, startServer } from '../server-process.ts';
import { browserFound, keepScreenshot, launchBrowser, openPage } from './browser.ts';
import { enter, sampleShopIsReady } from './entry.ts';

const title = browserFound
  ? 'the diagram and the rights of logins'
  : 'the diagram and the rights of logins (skipped: no /usr/bin/chromium)';
const patience = { timeout: 30_000, interval: 100 };
const drawn = 'orders.ordered_at → calendar.day';

describe.skipIf(!browserFound)(title, () => {
  let dataDir: string;
  let filesDir: string;
  let server: ServerProcess;
  let browser: Browser;
  let shop: string;
  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'sextant-e2e-'));
    filesDir = mkdtempSync(path.join(tmpdir(), 'sextant-e2e-files-'));
    server = await startServer({ dataDir, environment: { SEXTANT_SAMPLE_DATA: 'on' } });
    await sampleShopIsReady(server.url);
    const { connections } = await call<{ connections: { id: string; is_sample: boolean }[] }>('/connections');
    shop = connections.find(({ is_sample }) => is_sample)?.id ?? '';
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end('SIGTERM');
    for (const folder of [dataDir, filesDir]) rmSync(folder, { recursive: true, force: true });
  });

  async function call<Data>(address: string, body?: object): Promise<Data> {
    const answer = await fetch(`${server.url}/api/v1${address}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: await signIn(server.url),
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { data: Data }).data;
  }

  async function at(address: string, options: Parameters<typeof openPage>[2] = {}) {
    const opened = await openPage(browser, server.url, options);
    await enter(opened.page, 'admin', adminPassword);
    await opened.page.getByRole('textbox', { name: /输入问题|Your question|question/i }).waitFor();
    await opened.page.goto(address);
    return opened;
  }

  it('adds a relationship by a line from column to column, keeps it, and takes it away again', async () => {
    const { page, context, trouble } = await at(`/workbench/diagram/${shop}`);
    await columnOf(page, 'calendar', 'day').waitFor();
    await standsStill(table(page, 'calendar'));
    // Drawn from the key, yet the key is what is referred to.
    await drawLine(page, columnOf(page, 'calendar', 'day'), columnOf(page, 'orders', 'ordered_at'));
    const item = page.getByRole('button', { name: `在图中显示 ${drawn}` });
    await item.waitFor();
    await keepScreenshot(page, 'diagram');
    const relationships = async () =>
      (await call<{ relationships: Relationship[] }>(`/connections/${shop}/relationships`)).relationships;
    expect((await relationships()).at(-1)).toMatchObject({
      origin: 'added',
      from: { table: 'orders', columns: ['ordered_at'] },
      to: { table: 'calendar', columns: ['day'] },
    });
    await page.reload();
    await item.click();
    await page.locator('.react-flow__edge.added.chosen').waitFor({ state: 'attached' });
    await page
      .getByRole('button', { name: `删除关系 ${drawn}` })
      .first()
      .click();
    await item.waitFor({ state: 'detached' });
    expect((await relationships()).every(({ origin }) => origin === 'declared')).toBe(true);
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('adds a relationship by the keyboard alone, and says why one cannot be', async () => {
    const { page, context, trouble } = await at(`/workbench/diagram/${shop}`);
    await page.getByRole('button', { name: '添加关系' }).press('Enter');
    const form = page.getByRole('form', { name: '添加关系' });
    await form.getByRole('button', { name: /添\s*加/ }).press('Enter');
    await form.getByText('请选择表').waitFor();
    await choose(page, form.getByLabel('引用方（多） 表'), 'orders');
    await choose(page, form.getByLabel('引用方（多） 列'), 'customer_id');
    await choose(page, form.getByLabel('被引用方（一） 表'), 'customers');
    await choose(page, form.getByLabel('被引用方（一） 列'), 'id');
    await form.getByRole('button', { name: /添\s*加/ }).press('Enter');
    await form.getByRole('alert').filter({ hasText: '已经存在' }).waitFor();
    await choose(page, form.getByLabel('引用方（多） 表', { exact: true }), 'payments');
    await choose(page, form.getByLabel('引用方（多） 列', { exact: true }), 'paid_at');
    await choose(page, form.getByLabel('被引用方（一） 表'), 'calendar');
    await choose(page, form.getByLabel('被引用方（一） 列'), 'day');
    await form.getByRole('button', { name: /添\s*加/ }).press('Enter');
    await page.getByRole('button', { name: '在图中显示 payments.paid_at → calendar.day' }).press('Enter');
    await page.locator('.react-flow__edge.added.chosen').waitFor({ state: 'attached' });
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('shows one table with its neighbours, and leaves tables where they were put', async () => {
    const { page, context, trouble } = await at(`/workbench/diagram/${shop}?table=suppliers`);
    await table(page, 'suppliers').waitFor();
    await table(page, 'products').waitFor();
    expect(await page.locator('.react-flow__node').count()).toBe(2);
    await page.goto(`/workbench/diagram/${shop}`);
    const moved = table(page, 'calendar');
    await standsStill(moved);
    await moved.focus();
    await page.keyboard.press('Enter');
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight');
    const kept = async () => (await call<Layout>(`/connections/${shop}/layout`)).positions.calendar?.x;
    await expect.poll(kept, patience).toBeGreaterThan(0);
    const place = await moved.getAttribute('style');
    await page.reload();
    await moved.waitFor();
    expect(await moved.getAttribute('style')).toBe(place);
    expect(trouble).toEqual([]);
    await context.close();
  });

  it('shows how far a login reaches, or why nobody knows', async () => {
    const file = path.join(filesDir, 'own.sqlite');
    const own = new DatabaseSync(file);
    own.exec('CREATE TABLE t (id INTEGER)');
    own.close();
    await call('/connections', { name: '自己的库', driver: 'sqlite', database: file });
    await call('/connections', {
      name: '无人应答',
      driver: 'postgresql',
      host: '127.0.0.1',
      port: 1,
      username: 'reader',
      database: 'shop',
    });
    const { page, context, trouble } = await at('/settings/connections');
    await page.getByRole('link', { name: '「无人应答」的账号权限：未知' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('CONNECTION_FAILED').waitFor();
    await keepScreenshot(page, 'rights-unknown');
    await drawer.getByRole('button', { name: '重新检查' }).click();
    await drawer.getByText(/没有数据库在监听/).waitFor();
    await drawer
      .getByRole('button', { name: /关\s*闭/ })
      .last()
      .click();
    await page.getByRole('link', { name: '「自己的库」的账号权限：可写数据' }).click();
    await drawer.getByText('超出只读的权限，由重到轻').waitFor();
    await drawer.locator('.cm-content', { hasText: 'chmod' }).waitFor();
    await keepScreenshot(page, 'rights');
    expect(trouble).toEqual([]);
    await context.close();
  });
});

function table(page: Page, name: string): Locator {
  return page.locator(`.react-flow__node[data-id="${name}"]`);
}

function columnOf(page: Page, tableName: string, column: string): Locator {
  return table(page, tableName).locator(`[data-column="${column}"]`);
}

/** Waits until the drawing has been fitted into the window. */
async function standsStill(place: Locator): Promise<void> {
  let before = '';
  await expect
    .poll(async () => {
      const last = before;
      before = JSON.stringify(await place.boundingBox());
      return before !== 'null' && before === last;
    }, patience)
    .toBe(true);
}

/** Draws from the dot of one column to the middle of another. */
async function drawLine(page: Page, from: Locator, to: Locator): Promise<void> {
  const start = await middleOf(from.locator('.react-flow__handle').last());
  const end = await middleOf(to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 5 });
  await page.mouse.move(end.x, end.y, { steps: 5 });
  await page.mouse.up();
}

async function middleOf(place: Locator) {
  const box = await place.boundingBox();
  if (box === null) throw new Error('not in sight');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Types into a field with a list and takes the entry. */
async function choose(page: Page, field: Locator, value: string): Promise<void> {
  await field.fill(value);
  await page.locator(`.ant-select-item-option-active[title^="${value}"]:visible`).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
}
