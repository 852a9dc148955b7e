import { executionModeSchema, resultTypeSchema } from '@sextant/contract/extensions';
import { z } from 'zod';

const flag = z.enum(['true', 'false', '1', '0', 'on']).transform((value) => /^(true|1|on)$/.test(value));

/** Fields of the upload form, all of them texts; `render_type` is what the original called `result_type`. */
export const uploadFieldsSchema = z
  .object({
    name: z.string().trim().min(1).max(200).optional(),
    description: z.string().max(4000).optional(),
    enabled: flag.optional(),
    execution_mode: executionModeSchema.optional(),
    result_type: resultTypeSchema.optional(),
    render_type: resultTypeSchema.optional(),
    show_in_home: flag.optional(),
    timeout_seconds: z.coerce.number().int().min(1).max(3600).optional(),
  })
  .transform(({ render_type: renderType, ...fields }) => ({
    ...fields,
    ...(renderType !== undefined && fields.result_type === undefined && { result_type: renderType }),
  }));
