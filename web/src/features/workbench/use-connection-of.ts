import type { Connection } from '@sextant/contract/connections';
import { useConnections, useSettings } from '../../lib/shared-queries.ts';
import type { EditorTab } from './editor/editor-tabs.ts';

/** The connection of a tab: the chosen one while it exists, else the person's default, else the product's. */
export function useConnectionOf(tab: EditorTab): {
  connections: Connection[];
  connection: Connection | null;
  ready: boolean;
  error: Error | null;
} {
  const list = useConnections();
  const settings = useSettings();
  const connections = list.data ?? [];
  const named = (id: string | null | undefined) => connections.find((one) => one.id === id);
  const connection =
    named(tab.connectionId) ??
    named(settings.data?.default_connection_id) ??
    connections.find((one) => one.is_default) ??
    connections[0] ??
    null;
  return { connections, connection, ready: list.isSuccess, error: list.error };
}
