import type { SchemaTable } from '@sextant/contract/connections';
import type { Relationship, TableSummary } from '@sextant/contract/schema-browser';
import { useQueryClient } from '@tanstack/react-query';
import type { Connection as DrawnLine } from '@xyflow/react';
import { App, Button } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { schemaKeys } from '../schema/schema-queries.ts';
import { type Ends, orientEnds, relationshipKey, relationshipText } from './diagram-graph.ts';
import { useChangeRelationships } from './diagram-queries.ts';
import { diagramTexts } from './diagram-texts.ts';
import { columnOfHandle } from './relationship-edges.ts';

const shownSeconds = 6;

/** Adds a relationship by a drawn line and removes one, both with a way back. */
export function useRelationshipChanges(
  connectionId: string,
  byId: ReadonlyMap<string, TableSummary>,
  relationships: readonly Relationship[],
) {
  const t = useTexts(diagramTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const showError = useErrorDialog();
  const { add, remove } = useChangeRelationships(connectionId);
  const endOf = (tableId: string, column: string | null): Ends['from'] | null => {
    const table = byId.get(tableId);
    if (table === undefined || column === null) return null;
    return { schema: table.schema, table: table.name, columns: [column] };
  };
  const endsOf = (line: DrawnLine): Ends | null => {
    const from = endOf(line.source, columnOfHandle(line.sourceHandle));
    const to = endOf(line.target, columnOfHandle(line.targetHandle));
    return from === null || to === null ? null : { from, to };
  };
  const primaryKeyOf = ({ schema, table }: Ends['from']) => {
    const key = schemaKeys.table(connectionId, { schema, name: table });
    const columns = client.getQueryData<SchemaTable>(key)?.columns ?? [];
    return columns.filter(({ primary }) => primary).map(({ name }) => name);
  };
  const say = (text: string, undo: () => void) => {
    const key = crypto.randomUUID();
    const back = () => {
      message.destroy(key);
      undo();
    };
    const content = (
      <>
        {text}{' '}
        <Button type="link" size="small" onClick={back}>
          {t('undo')}
        </Button>
      </>
    );
    void message.open({ key, type: 'success', duration: shownSeconds, content });
  };
  const removeAdded = (id: string, ends: Ends) =>
    remove.mutate(id, { onSuccess: () => say(t('removed'), () => addEnds(ends)), onError: showError });
  const addEnds = (ends: Ends) =>
    add.mutate(ends, {
      onSuccess: (added) =>
        say(t('addedNow', { text: relationshipText(added) }), () => {
          if (added.id !== null) removeAdded(added.id, ends);
        }),
      onError: showError,
    });
  return {
    /** Whether a line may end where it is: between two columns, and not there already. */
    isNew(line: DrawnLine): boolean {
      const ends = endsOf(line);
      if (ends === null) return false;
      const text = relationshipText(orientEnds(ends, primaryKeyOf));
      const itself = line.source === line.target && ends.from.columns[0] === ends.to.columns[0];
      return !itself && !relationships.some((known) => relationshipText(known) === text);
    },
    addLine(line: DrawnLine) {
      const ends = endsOf(line);
      if (ends !== null) addEnds(orientEnds(ends, primaryKeyOf));
    },
    remove(key: string) {
      const known = relationships.find((one) => relationshipKey(one) === key);
      if (known?.origin !== 'added' || known.id === null) return;
      removeAdded(known.id, { from: known.from, to: known.to });
    },
  };
}
