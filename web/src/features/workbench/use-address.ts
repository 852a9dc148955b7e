import { useEffect, useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { seedOfState, workbenchPath } from '../../lib/workbench-link.ts';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import type { EditorTabsHandle } from './editor/use-editor-tabs.ts';
import { useSavedQuery } from './saved/saved-queries.ts';
import { savedQueryPath } from './saved/saved-query-link.ts';

/**
 * Keeps address and tabs together: a permanent link opens its query, the shown tab's query becomes the address, and
 * SQL handed over by another page is opened in a tab. True while a linked query is still being read.
 */
export function useAddress(editors: EditorTabsHandle): boolean {
  const showError = useErrorMessage();
  const navigate = useNavigate();
  const { pathname, search, state } = useLocation();
  const { savedQueryId } = useParams();
  const shown = editors.active.saved?.id;
  const [handled, setHandled] = useState<string>();
  const foreign = savedQueryId !== undefined && savedQueryId !== shown && savedQueryId !== handled;
  const linked = useSavedQuery(foreign ? savedQueryId : null);
  const seed = seedOfState(state);
  const { open, openSaved } = editors;

  useEffect(() => {
    if (!foreign) return;
    if (linked.data !== undefined) openSaved(linked.data);
    else if (linked.error !== null) showError(linked.error);
    else return;
    setHandled(savedQueryId);
  }, [foreign, linked.data, linked.error, savedQueryId, openSaved, showError]);

  useEffect(() => {
    if (seed === null) return;
    open({ sql: seed.sql, connectionId: seed.connectionId, name: seed.name ?? '' });
    void navigate(pathname, { replace: true, state: null });
  }, [seed, open, navigate, pathname]);

  useEffect(() => {
    if (foreign || seed !== null) return;
    if (shown === savedQueryId) setHandled(shown);
    else {
      const address = { pathname: shown === undefined ? workbenchPath : savedQueryPath(shown), search };
      void navigate(address, { replace: true });
    }
  }, [foreign, seed, shown, savedQueryId, search, navigate]);

  return foreign;
}
