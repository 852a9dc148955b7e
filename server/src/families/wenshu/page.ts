import { z } from 'zod';

/** `page` counts from 1. */
export const pageQuerySchema = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000_000).default(1),
  per_page: z.coerce.number().int().min(1).max(500).default(10),
});
type PageQuery = z.infer<typeof pageQuerySchema>;

/** One page of a list as the wenshu document has it. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    total: z.number(),
    page: z.number(),
    per_page: z.number(),
    pages: z.number(),
  });
}

export function rangeOf({ page, per_page }: PageQuery): { limit: number; offset: number } {
  return { limit: per_page, offset: (page - 1) * per_page };
}

export function presentPage<T>(items: T[], total: number, { page, per_page }: PageQuery) {
  return { items, total, page, per_page, pages: Math.ceil(total / per_page) };
}
