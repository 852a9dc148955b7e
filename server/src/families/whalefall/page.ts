import { z } from 'zod';

const largestPage = 100;

export const paginationSchema = z.object({
  page: z.number(),
  per_page: z.number(),
  total: z.number(),
  pages: z.number(),
});

/** A page of a list; the envelope puts its items under `data` and the rest under `pagination`. */
export interface Page<T = unknown> {
  items: T[];
  pagination: z.infer<typeof paginationSchema>;
}

const pageSchemas = new WeakSet<z.ZodType>();

/** What a list answers with. */
export function pageSchema<T extends z.ZodType>(item: T) {
  const schema = z.object({ items: z.array(item), pagination: paginationSchema });
  pageSchemas.add(schema);
  return schema;
}

export const isPageSchema = (schema: z.ZodType): boolean => pageSchemas.has(schema);

/** The paging of the document, with the fields that a list can be sorted by. */
export function pageQuerySchema<const F extends readonly [string, ...string[]]>(sortFields: F) {
  return z.object({
    page: z.coerce.number().int().min(1).max(1_000_000_000).default(1),
    per_page: z.coerce.number().int().min(1).max(largestPage).default(20),
    sort: z.enum(sortFields).optional(),
    order: z.enum(['asc', 'desc']).optional(),
    search: z.string().max(200).optional(),
  });
}

interface PageQuery {
  page: number;
  per_page: number;
}

export const rangeOf = ({ page, per_page }: PageQuery) => ({
  limit: per_page,
  offset: (page - 1) * per_page,
});

export function presentPage<T>(items: T[], total: number, { page, per_page }: PageQuery): Page<T> {
  return { items, pagination: { page, per_page, total, pages: Math.ceil(total / per_page) } };
}

/** The page of a list that is at hand whole. */
export function cutPage<T>(all: readonly T[], query: PageQuery): Page<T> {
  const { limit, offset } = rangeOf(query);
  return presentPage(all.slice(offset, offset + limit), all.length, query);
}
