import { z } from 'zod';

const largestPage = 100;

/** `page` counts from 1. */
export function pageQuerySchema(usualSize = 20) {
  return z.object({
    page: z.coerce.number().int().min(1).max(1_000_000_000).default(1),
    page_size: z.coerce.number().int().min(1).max(largestPage).default(usualSize),
  });
}
type PageQuery = z.infer<ReturnType<typeof pageQuerySchema>>;

/** One page of a list as the akshare document has it. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    total: z.number(),
    page: z.number(),
    page_size: z.number(),
    total_pages: z.number(),
  });
}

export function rangeOf({ page, page_size }: PageQuery): { limit: number; offset: number } {
  return { limit: page_size, offset: (page - 1) * page_size };
}

export function presentPage<T>(items: T[], total: number, { page, page_size }: PageQuery) {
  return { items, total, page, page_size, total_pages: Math.ceil(total / page_size) };
}

/** The page of a list that is at hand whole. */
export function cutPage<T, R>(all: readonly T[], query: PageQuery, present: (one: T) => R) {
  const { limit, offset } = rangeOf(query);
  return presentPage(all.slice(offset, offset + limit).map(present), all.length, query);
}
