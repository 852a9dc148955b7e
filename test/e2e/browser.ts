import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
export const browserFound = existsSync(executablePath);

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    // Without a locale of UTF-8 Chromium mangles Chinese names of files.
    env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page of a fresh person in Chinese, and everything that went wrong on it (console errors, foreign requests). */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'zh-CN',
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 4')) trouble.push(message.text());
  });
  page.on('request', (request) => {
    const foreign = !request.url().startsWith(url) && !/^(data|blob):/.test(request.url());
    if (foreign) trouble.push(`request to ${request.url()}`);
  });
  return { page, context, trouble };
}

/** Does something and waits until the page tells of it; looked out for before, because it soon goes away by itself. */
export async function untilTold(
  page: Page,
  text: string | RegExp,
  act: () => Promise<unknown>,
): Promise<void> {
  await Promise.all([page.getByText(text).waitFor(), act()]);
}

/** Keeps a picture when `SEXTANT_SCREENSHOTS` names a folder, for people who want to look. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.SEXTANT_SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
