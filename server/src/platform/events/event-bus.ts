/** What travels between the parts of the product, and with PostgreSQL between its processes. */
export interface EventPayloads {
  /** A sign-in ended; tokens of it are no longer good. */
  'session.revoked': { sessionId: string };
  /** A user's role, state or keys changed. */
  'user.changed': { userId: string };
  /** Settings of a connection changed or it was removed; open pools and caches of it are stale. */
  'connection.changed': { connectionId: string };
  /** The login of a credential changed; connections that use it have to log in anew. */
  'credential.changed': { credentialId: string };
  /** Tables of a connection came, went or have other columns; what is known of them is stale. */
  'catalog.changed': { connectionId: string };
  /** Checks of a collected table fail that did not before. */
  'table.check_failed': { table: string; failed: { zh: string; en: string }[] };
  /** Somebody asked to stop the running answer of a conversation. */
  'answer.stop': { conversationId: string };
  /** Somebody asked to stop a running statement of theirs. */
  'run.cancel': { runId: string; userId: string };
  /** The process that ran it has stopped it. */
  'run.cancelled': { runId: string };
  'prompt.changed': Record<string, never>;
  /** A model was changed or removed, or became somebody's default. */
  'model.changed': { modelId: string };
  /** Relationships between tables of a connection were added or removed. */
  'relationship.changed': { connectionId: string };
  /** Verified examples that guide everybody's answers on a connection came, went or changed. */
  'example.changed': { connectionId: string };
  /** Terms of a connection's glossary came, went or changed; null for those of all connections. */
  'glossary.changed': { connectionId: string | null };
  /** How the installation collects was changed. */
  'collect_settings.changed': Record<string, never>;
  /** Somebody asked which functions the Python modules of the settings have. */
  'python_modules.wanted': Record<string, never>;
  /** A file or folder of a tree came, went or changed; `folderId` is where, null for the top. */
  'file.changed': { fileId: string; ownerId: string; folderId: string | null };
  /** The limits of files were changed. */
  'file_settings.changed': Record<string, never>;
  /** An extension came, went, or was enabled, disabled or changed. */
  'extension.changed': { extensionId: string };
  /** Something is due to run now. */
  'execution.due': Record<string, never>;
  /** Somebody asked to cancel a running execution. */
  'execution.cancel': { executionId: string };
  /** Its state, progress or log went on. */
  'execution.changed': { executionId: string };
  /** How the log is kept was changed. */
  'log_settings.changed': Record<string, never>;
  /** The mail server was changed. */
  'smtp.changed': Record<string, never>;
  /** A liveness check found an instance in another state than before, or still down. */
  'instance.status': {
    connectionId: string;
    name: string;
    status: 'up' | 'down';
    /** Failed checks in a row. */
    failures: number;
    error: { zh: string; en: string } | null;
  };
  /** A synchronisation found that an account inside an instance changed; once for each account. */
  'account.changed': {
    connectionId: string;
    instanceName: string;
    account: string;
    change: 'added' | 'removed' | 'changed';
    /** It may do everything now and could not before. */
    becameSuperuser: boolean;
  };
  /** People were told something; the rows of the batch say whom and what. */
  'notification.added': { batchId: string };
  /** Somebody has read notifications of theirs. */
  'notification.read': { userId: string };
  /** The messages of a room are at this number. */
  'room.changed': { roomId: string; seq: number };
  /** Its name, settings or roles are others. */
  'room.updated': { roomId: string };
  /** People joined a room or are no longer in it, when it was at this number. */
  'room.membership': { roomId: string; userIds: string[]; joined: boolean; seq: number };
  /** Somebody writes; null for the product, which works on an answer. */
  'room.typing': { roomId: string; userId: string | null; name: string };
  'room.read': { roomId: string; userId: string; seq: number };
}
export type EventName = keyof EventPayloads;

/** Delivers to every subscriber in every process, at most once each, in the order of publication per process. */
export interface EventBus {
  publish<N extends EventName>(name: N, payload: EventPayloads[N]): Promise<void>;
  /** Returns the function that ends the subscription. */
  subscribe<N extends EventName>(name: N, listener: (payload: EventPayloads[N]) => void): () => void;
  close(): Promise<void>;
}

type Listener = (payload: never) => void;

/** Subscribers by event name: the part that both buses share. */
export function createListeners() {
  const listeners = new Map<EventName, Set<Listener>>();
  return {
    subscribe<N extends EventName>(name: N, listener: (payload: EventPayloads[N]) => void): () => void {
      const known = listeners.get(name) ?? new Set<Listener>();
      listeners.set(name, known.add(listener));
      return () => known.delete(listener);
    },
    deliver(name: EventName, payload: unknown): void {
      for (const listener of listeners.get(name) ?? []) listener(payload as never);
    },
  };
}

/** The bus of a single process. */
export function createLocalEventBus(): EventBus {
  const listeners = createListeners();
  return {
    async publish(name, payload) {
      listeners.deliver(name, payload);
    },
    subscribe: listeners.subscribe,
    close: async () => undefined,
  };
}
