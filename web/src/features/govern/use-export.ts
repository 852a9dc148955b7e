import type { Endpoint } from '@sextant/contract/endpoint';
import { useMutation } from '@tanstack/react-query';
import type { CallInput } from '../../lib/api-client.ts';
import { callRaw } from '../../lib/api-client.ts';
import { saveBlob } from '../../lib/download.ts';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';

/** Fetches a download of the API and hands it to the browser; what fails is shown over the page. */
export function useExport<E extends Endpoint>(endpoint: E, fileName: string) {
  return useMutation({
    mutationFn: async (input: CallInput<E>) => {
      const send = callRaw as (endpoint: E, input: CallInput<E>) => Promise<Response>;
      saveBlob(await (await send(endpoint, input)).blob(), fileName);
    },
    onError: useErrorDialog(),
  });
}
