/** What travels between the parts of the product, and with PostgreSQL between its processes. */
export interface EventPayloads {
  /** A sign-in ended; tokens of it are no longer good. */
  'session.revoked': { sessionId: string };
  /** A user's role, state or keys changed. */
  'user.changed': { userId: string };
  /** Settings of a connection changed or it was removed; open pools and caches of it are stale. */
  'connection.changed': { connectionId: string };
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
  /** How the installation collects was changed. */
  'collect_settings.changed': Record<string, never>;
  /** Something is due to run now. */
  'execution.due': Record<string, never>;
  /** Somebody asked to cancel a running execution. */
  'execution.cancel': { executionId: string };
  /** Its state, progress or log went on. */
  'execution.changed': { executionId: string };
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
