import { type ExportFormat, workbenchEndpoints } from '@sextant/contract/workbench';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from './api-client.ts';
import { saveUrl } from './download.ts';

/** The person's recent exports. */
export const exportsKey = ['exports'];

export const exportFormatLabels: Record<ExportFormat, string> = {
  csv: 'CSV',
  xlsx: 'Excel (XLSX)',
  json: 'JSON',
  parquet: 'Parquet',
};

export interface ExportRequest {
  connectionId: string;
  sql: string;
  parameters?: Record<string, string | number | boolean | null>;
  format: ExportFormat;
  /** Without its extension. */
  fileName: string;
}

/** Prepares an export of a whole result and hands its address to the browser, which downloads it by itself. */
export function useCreateExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ connectionId, sql, parameters, format, fileName }: ExportRequest) =>
      call(workbenchEndpoints.createExport, {
        params: { id: connectionId },
        body: { sql, named_params: parameters, format, file_name: fileName },
      }),
    onSuccess: ({ url, file_name }) => {
      saveUrl(url, file_name);
      void client.invalidateQueries({ queryKey: exportsKey });
    },
  });
}
