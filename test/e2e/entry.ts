import type { Page } from 'playwright-core';
import { signIn } from '../server-process.ts';

/** Waits until the sample shop's catalog can be read. Throws after a minute. */
export async function sampleShopIsReady(url: string): Promise<void> {
  const headers = await signIn(url);
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answer = await fetch(`${url}/api/v1/connections`, { headers });
    const { data } = (await answer.json()) as { data: { connections: { id: string; is_sample: boolean }[] } };
    const sample = data.connections.find((connection) => connection.is_sample);
    if (sample && (await fetch(`${url}/api/v1/connections/${sample.id}/schema`, { headers })).ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the sample shop did not become ready within a minute');
}

export async function fillLogin(page: Page, login: string, password: string): Promise<void> {
  await page.locator('input').first().fill(login);
  await page.locator('input[type=password]').fill(password);
  await page.locator('button[type=submit]').click();
}

/** Signs in by hand, as a person does. */
export async function enter(page: Page, login: string, password: string): Promise<void> {
  await page.goto('/login');
  await fillLogin(page, login, password);
}
