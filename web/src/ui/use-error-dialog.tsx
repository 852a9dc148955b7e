import { App } from 'antd';
import { useCallback } from 'react';
import { ErrorNotice } from './ErrorNotice.tsx';

const dialogWidth = 520;

/** Shows an error over the page, for acts that have no place of their own where it could stand. */
export function useErrorDialog(): (error: unknown) => void {
  const { modal } = App.useApp();
  return useCallback(
    (error) => {
      modal.error({ content: <ErrorNotice error={error} />, icon: null, width: dialogWidth });
    },
    [modal],
  );
}
