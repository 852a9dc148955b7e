import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminPassword, type ServerProcess, signIn, startServer } from '../server-process.ts';
import { browserFound, keepScreenshot, launchBrowser, openPage } from './browser.ts';
import { enter, sampleShopIsReady } from './entry.ts';

const title = browserFound ? 'rooms' : 'rooms (skipped: no /usr/bin/chromium)';
const password = 'correct horse 2';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGNgqLiDBzGMSt8BAM9fUAE/cHRqAAAAAElFTkSuQmCC',
  'base64',
);

describe.skipIf(!browserFound)(title, () => {
  let dataDir: string;
  let server: ServerProcess;
  let browser: Browser;
  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'sextant-e2e-'));
    server = await startServer({ dataDir, environment: { SEXTANT_SAMPLE_DATA: 'on' } });
    browser = await launchBrowser();
    const made = await fetch(`${server.url}/api/v1/users`, {
      method: 'POST',
      headers: await signIn(server.url),
      body: JSON.stringify({ username: 'xiaoming', display_name: '小明', password, role: 'user' }),
    });
    expect(made.status, await made.text()).toBe(200);
    await sampleShopIsReady(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function entered(login: string, secret: string, options: Parameters<typeof openPage>[2] = {}) {
    const opened = await openPage(browser, server.url, options);
    await enter(opened.page, login, secret);
    await opened.page.getByRole('textbox', { name: /输入问题/ }).waitFor();
    return opened;
  }

  const write = async (page: Page, text: string) => {
    await page.getByRole('textbox', { name: '输入消息' }).fill(text);
    await page.keyboard.press('Enter');
  };
  const messageOf = (page: Page, text: string) =>
    page.getByRole('log').getByRole('article').filter({ hasText: text });

  it('carry words between two people live, count what is unread, and answer @sextant', async () => {
    const [ann, ming] = await Promise.all([entered('admin', adminPassword), entered('xiaoming', password)]);
    await ann.page.goto('/rooms');
    await ann.page.getByRole('button', { name: '新建聊天' }).click();
    const dialog = ann.page.getByRole('dialog');
    await dialog.getByText('群组', { exact: true }).click();
    await dialog.getByLabel('名称').fill('销售周会');
    await dialog.getByLabel('邀请成员').fill('小明');
    await ann.page.getByTitle('小明 (xiaoming)').click();
    await dialog.getByText('新建聊天').click();
    await dialog.getByRole('button', { name: /新\s*建/ }).click();
    await ann.page.getByRole('heading', { name: '销售周会' }).waitFor();

    await write(ann.page, '大家好\n<b>见 https://example.org/a</b>');
    await messageOf(ann.page, '<b>见').getByRole('link', { name: 'https://example.org/a' }).waitFor();
    const badge = ming.page
      .getByRole('navigation', { name: '导航' })
      .getByRole('img', { name: '1 条未读消息' });
    await badge.waitFor();
    await ming.page.reload();
    await badge.waitFor();
    expect(await ming.page.title()).toMatch(/^\(1\) /);
    await ming.page.goto('/rooms');
    await ming.page.getByRole('link', { name: /销售周会/ }).click();
    await messageOf(ming.page, '大家好').waitFor();
    await badge.waitFor({ state: 'detached' });
    await messageOf(ann.page, '大家好').getByText('已读').waitFor();

    await messageOf(ming.page, '大家好').hover();
    await messageOf(ming.page, '大家好').getByRole('button', { name: '回复' }).click();
    await write(ming.page, '收到');
    await messageOf(ann.page, '收到').getByText('大家好').waitFor();
    await messageOf(ming.page, '收到').hover();
    await messageOf(ming.page, '收到').getByRole('button', { name: '更多' }).click();
    await ming.page.getByRole('menuitem', { name: '编辑' }).click();
    await ming.page.getByRole('textbox', { name: '输入消息' }).fill('收到了');
    await ming.page.keyboard.press('Enter');
    await messageOf(ann.page, '收到了').getByText('（已编辑）').waitFor();
    await messageOf(ann.page, '收到了').hover();
    await messageOf(ann.page, '收到了').getByRole('button', { name: '表情回应' }).click();
    await ann.page.getByRole('tooltip').getByRole('button', { name: '👍' }).click();
    await messageOf(ming.page, '收到了').getByRole('button', { name: '👍，1 人' }).waitFor();

    await write(ann.page, '@sextant 销售额最高的前5个商品');
    const answer = messageOf(ming.page, 'Sextant').last();
    await answer.getByText('SQL', { exact: true }).waitFor();
    await keepScreenshot(ming.page, 'rooms-chart');
    await answer.getByText('表格', { exact: true }).click();
    await answer.getByRole('grid').waitFor();
    await keepScreenshot(ming.page, 'rooms-answer');
    expect([...ann.trouble, ...ming.trouble]).toEqual([]);
    await ann.context.close();
    await ming.context.close();
  });

  it('keep what is written without a connection, and send it once and in order when there is one', async () => {
    const headers = await signIn(server.url);
    const rooms = `${server.url}/api/v1/rooms`;
    const made = await fetch(rooms, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: '出差', kind: 'group' }),
    });
    const { id } = ((await made.json()) as { data: { id: string } }).data;
    const kept = async () => {
      const answer = await fetch(`${rooms}/${id}/messages`, { headers });
      const { data } = (await answer.json()) as { data: { messages: { kind: string; content: string }[] } };
      return data.messages.flatMap(({ kind, content }) => (kind === 'text' ? content : []));
    };
    const { page, context } = await entered('admin', adminPassword);
    await page.goto(`/rooms/${id}`);
    const waiting = page.getByRole('status').filter({ hasText: '连上后自动发送' });
    await page.getByRole('textbox', { name: '输入消息' }).waitFor();
    await context.setOffline(true);
    await write(page, '一');
    await write(page, '二');
    await waiting.nth(1).waitFor();
    await context.setOffline(false);
    await waiting.first().waitFor({ state: 'detached' });
    expect(await kept()).toEqual(['一', '二']);

    // The server takes the third message, but its answer does not come back; the fourth never leaves.
    const sends = '**/rooms/*/messages';
    await context.route(sends, async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      if (route.request().postData()?.includes('三')) await route.fetch();
      await route.abort('connectionreset');
    });
    await write(page, '三');
    await write(page, '四');
    await waiting.last().waitFor();
    await page.reload();
    await waiting.last().waitFor();
    await keepScreenshot(page, 'rooms-waiting');
    await context.unroute(sends);
    await waiting.last().getByRole('button', { name: '立即发送' }).click();
    await waiting.first().waitFor({ state: 'detached' });
    expect(await kept()).toEqual(['一', '二', '三', '四']);
    await context.close();
  });

  it('send files, find messages, and fit on a phone', async () => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
    const { page, context, trouble } = await entered('xiaoming', password, phone);
    await page.goto('/rooms');
    await page.getByRole('link', { name: /销售周会/ }).click();
    await messageOf(page, '收到了').waitFor();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '图.png', mimeType: 'image/png', buffer: png });
    await write(page, '看这张图');
    await messageOf(page, '看这张图').getByRole('img', { name: '图.png' }).waitFor();
    await page.getByRole('button', { name: '搜索', exact: true }).click();
    await page.getByRole('searchbox', { name: '搜索消息' }).fill('大家');
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /大家好/ })
      .click();
    await expect.poll(() => new URL(page.url()).searchParams.get('message')).not.toBeNull();
    await messageOf(page, '大家好').first().waitFor();
    await keepScreenshot(page, 'rooms-phone');
    await page.getByRole('link', { name: '回到聊天列表' }).click();
    await page.getByRole('link', { name: /销售周会.*看这张图/ }).waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });
});
