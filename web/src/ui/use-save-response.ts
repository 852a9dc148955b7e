import { useMutation } from '@tanstack/react-query';
import { saveBlob } from '../lib/download.ts';
import { useErrorDialog } from './use-error-dialog.tsx';

/** Hands what the API answers to the browser as a file; what fails is shown over the page. */
export function useSaveResponse() {
  return useMutation({
    mutationFn: async ({ load, fileName }: { load: () => Promise<Response>; fileName: string }) =>
      saveBlob(await (await load()).blob(), fileName),
    onError: useErrorDialog(),
  });
}
