import type { ScriptContext } from '@sextant/contract/collector';

export interface Page<T> {
  items: T[];
  /** How many pages there are in all; null when the source does not say, and then an empty page is the end. */
  pages: number | null;
}

const most = 20_000;

/**
 * Reads page 1, 2, 3 … until the last and tells how far it is. Throws when a source repeats a page, which would never
 * end.
 */
export async function* pagesOf<T>(
  ctx: Pick<ScriptContext, 'progress' | 'signal'>,
  read: (page: number) => Promise<Page<T>>,
): AsyncGenerator<T[]> {
  let before = '';
  for (let page = 1; page <= most; page += 1) {
    ctx.signal.throwIfAborted();
    const { items, pages } = await read(page);
    if (items.length === 0) return;
    const now = JSON.stringify(items);
    if (now === before) throw new Error(`The source gave page ${page - 1} again as page ${page}`);
    before = now;
    yield items;
    if (pages !== null) ctx.progress((100 * page) / Math.max(page, pages));
    if (pages !== null && page >= pages) return;
  }
  throw new Error(`The source has more than ${most} pages`);
}

/** Goes through a list and tells after each item how far it is. */
export async function* each<T>(
  ctx: Pick<ScriptContext, 'progress' | 'signal'>,
  items: readonly T[],
): AsyncGenerator<T> {
  for (const [at, item] of items.entries()) {
    ctx.signal.throwIfAborted();
    yield item;
    ctx.progress((100 * (at + 1)) / items.length);
  }
}

/** The names in a parameter such as `600000, 000001`, parted by commas or blanks, each once. Throws when there is none. */
export function namesIn(parameter: string, name: string): string[] {
  const names = [...new Set(parameter.split(/[\s,，、;；]+/).filter((one) => one !== ''))];
  if (names.length === 0) throw new RangeError(`${name} names nothing`);
  return names;
}
