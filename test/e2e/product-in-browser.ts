import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { adminPassword, type ServerProcess, startServer } from '../server-process.ts';
import { launchBrowser, openPage } from './browser.ts';
import { enter } from './entry.ts';

interface ProductInBrowser {
  dataDir: string;
  server: ServerProcess;
  browser: Browser;
  /** A page of the administrator, who has signed in by hand, at this address. */
  opened(address: string, options?: Parameters<typeof openPage>[2]): ReturnType<typeof openPage>;
}

/** The product with a data folder of its own and a browser, from before the first test of a file to after its last. */
export function startProductInBrowser(): ProductInBrowser {
  const product = {
    async opened(address, options = {}) {
      const browsing = await openPage(product.browser, product.server.url, options);
      await enter(browsing.page, 'admin', adminPassword);
      await browsing.page.getByRole('textbox', { name: /输入问题/ }).waitFor();
      await browsing.page.goto(address);
      return browsing;
    },
  } as ProductInBrowser;
  beforeAll(async () => {
    product.dataDir = mkdtempSync(path.join(tmpdir(), 'sextant-e2e-'));
    product.server = await startServer({ dataDir: product.dataDir });
    product.browser = await launchBrowser();
  });
  afterAll(async () => {
    await product.browser?.close();
    await product.server?.end('SIGTERM');
    rmSync(product.dataDir, { recursive: true, force: true });
  });
  return product;
}
