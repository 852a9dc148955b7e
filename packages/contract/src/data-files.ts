import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { columnKindSchema } from './result.ts';

/** Formats that can be dropped on the Ask page. */
export const dataFileExtensions = ['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'parquet', 'xlsx'] as const;

export const importedTableSchema = z.object({
  connection_id: z.string(),
  table: z.string(),
  source: z.string().describe('file name, with the sheet after `#` for a workbook'),
  rows_count: z.number(),
  encoding: z.string().nullable(),
  columns: z.array(z.object({ name: z.string(), type: z.string(), kind: columnKindSchema })),
});
export type ImportedTable = z.infer<typeof importedTableSchema>;

export const dataFileEndpoints = defineEndpoints({
  import: {
    method: 'POST',
    path: '/data-files',
    access: 'create',
    summary: '上传数据文件，存为自己工作区里的表 · Load a file as tables of the own workspace',
    callsPerMinute: 60,
    multipart: true,
    data: z.object({ tables: z.array(importedTableSchema) }),
  },
  removeTable: {
    method: 'DELETE',
    path: '/data-files/{table}',
    access: 'delete',
    summary: '删除工作区里的表 · Drop a table of the own workspace',
    params: z.object({ table: z.string().min(1).max(200) }),
    data: z.object({}),
  },
});
