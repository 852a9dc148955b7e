import { type ExtensionDetail, extensionEndpoints, type FormField } from '@sextant/contract/extensions';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { upload } from '../../lib/upload.ts';
import { extensionKeys, isUnderWay, useExtensionRun } from './extensions-queries.ts';
import { chosenFiles, type FieldValues, sentValues } from './form-values.ts';

/** Running an extension from its page: starts, follows and cancels one run at a time. */
export function useRun(extension: ExtensionDetail, fields: readonly FormField[]) {
  const client = useQueryClient();
  const [runId, setRunId] = useState<string | null>(null);
  const params = { id: extension.id };
  const start = useMutation({
    mutationFn: async (values: FieldValues) => {
      const files = chosenFiles(fields, values);
      const sent = sentValues(fields, values);
      if (files.length > 0) return upload(extensionEndpoints.runWithFiles, files, { params, fields: sent });
      return call(extensionEndpoints.run, { params, body: { params: sent, wait: false } });
    },
    onSuccess(run) {
      client.setQueryData(['extension-runs', run.execution_id], run);
      setRunId(run.execution_id);
      void client.invalidateQueries({ queryKey: extensionKeys.runs(extension.id) });
    },
  });
  const run = useExtensionRun(runId);
  const cancel = useMutation({
    mutationFn: () => call(extensionEndpoints.cancelRun, { params: { id: runId ?? '' } }),
  });
  return {
    start: start.mutate,
    cancel: cancel.mutate,
    run: run.data,
    isRunning: start.isPending || isUnderWay(run.data),
    error: start.error ?? cancel.error ?? run.error,
  };
}
