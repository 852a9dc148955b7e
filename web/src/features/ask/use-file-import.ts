import { dataFileEndpoints, dataFileExtensions, type ImportedTable } from '@sextant/contract/data-files';
import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { ApiError } from '../../lib/api-error.ts';
import { groupDigits } from '../../lib/format-number.ts';
import { queryKeys } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { upload } from '../../lib/upload.ts';
import { askTexts } from './ask-texts.ts';

/** Uploads data files one after another; each becomes tables of the person's workspace connection. */
export function useFileImport(onImported: (connectionId: string) => void) {
  const t = useTexts(askTexts);
  const client = useQueryClient();
  const { message } = App.useApp();
  const [state, setState] = useState<{ name: string; progress: number } | null>(null);
  const [error, setError] = useState<unknown>(null);

  const importOne = async (file: File): Promise<ImportedTable[]> => {
    const extension = file.name.split('.').pop()?.toLowerCase() ?? '';
    if (!dataFileExtensions.some((known) => known === extension)) {
      const kinds = dataFileExtensions.join(t('listJoin'));
      throw new ApiError(t('badKind', { name: file.name, kinds }), { status: 0, code: 'FILE_INVALID' });
    }
    setState({ name: file.name, progress: 0 });
    const { tables } = await upload(dataFileEndpoints.import, [file], {
      onProgress: (progress) => setState({ name: file.name, progress }),
    });
    return tables;
  };

  const start = async (files: File[]) => {
    setError(null);
    const imported: ImportedTable[] = [];
    try {
      for (const file of files) imported.push(...(await importOne(file)));
    } catch (cause) {
      setError(cause);
    } finally {
      setState(null);
    }
    const connectionId = imported[0]?.connection_id;
    if (connectionId === undefined) return;
    await client.invalidateQueries({ queryKey: queryKeys.connections });
    await client.invalidateQueries({ queryKey: ['suggestions', connectionId] });
    onImported(connectionId);
    const tables = imported.map(({ table, rows_count }) =>
      t('importedTable', { table, rows: groupDigits(String(rows_count)) }),
    );
    void message.success(t('imported', { tables: tables.join(t('listJoin')) }));
  };

  return {
    start: (files: File[]) => void start(files),
    progress: state?.progress ?? null,
    fileName: state?.name ?? '',
    error,
    dismiss: () => setError(null),
  };
}
