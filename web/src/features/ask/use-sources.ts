import type { Connection } from '@sextant/contract/connections';
import type { Model } from '@sextant/contract/models';
import { useState } from 'react';
import { useConnections, useModels, useSettings } from '../../lib/shared-queries.ts';
import type { ConversationThread } from './ask-queries.ts';

/** Which connection is asked, and which model answers. */
export interface Sources {
  connections: Connection[];
  models: Model[];
  connection: Connection | null;
  model: Model | null;
  chooseConnection: (id: string) => void;
  chooseModel: (id: string) => void;
  /** True once it is settled which connection and model a question would go to. */
  ready: boolean;
  error: Error | null;
}

interface Choice {
  conversationId: string | undefined;
  connectionId?: string;
  modelId?: string;
}

/** What was chosen here, else what the conversation used last, else the person's default, else the product's. */
export function useSources(
  conversationId: string | undefined,
  thread: ConversationThread | undefined,
): Sources {
  const connections = useConnections();
  const models = useModels();
  const settings = useSettings();
  const [choice, setChoice] = useState<Choice>({ conversationId });
  // A choice goes along from a conversation to a new one and with that one when it gets its id; opening another ends it.
  const follows =
    choice.conversationId === conversationId || [choice.conversationId, conversationId].includes(undefined);
  const mine = follows ? choice : { conversationId };
  const ready = connections.isSuccess && models.isSuccess && !settings.isPending;
  const connection = pick(connections.data, [
    (one) => one.id === mine.connectionId,
    (one) => one.id === thread?.connectionId,
    (one) => one.id === settings.data?.default_connection_id,
    (one) => one.is_default,
    () => true,
  ]);
  const model = pick(models.data, [
    (one) => one.id === mine.modelId,
    (one) => one.id === thread?.model || one.model_id === thread?.model,
    (one) => one.id === settings.data?.default_model_id,
    (one) => one.is_default,
    (one) => one.is_available,
  ]);
  return {
    connections: connections.data ?? [],
    models: models.data ?? [],
    connection,
    model,
    chooseConnection: (connectionId) => setChoice({ ...mine, conversationId, connectionId }),
    chooseModel: (modelId) => setChoice({ ...mine, conversationId, modelId }),
    ready,
    error: connections.error ?? models.error,
  };
}

function pick<T>(from: T[] | undefined, wishes: ((one: T) => boolean)[]): T | null {
  for (const wish of wishes) {
    const found = from?.find(wish);
    if (found !== undefined) return found;
  }
  return null;
}
