import type { Connection } from '@sextant/contract/connections';
import { Button, Drawer, Skeleton, Space } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { LazySqlEditor } from '../../../ui/sql-editor/LazySqlEditor.tsx';
import { panelTexts } from '../panel-texts.ts';
import { type TableAddress, useDefinition } from './schema-queries.ts';
import { fullName } from './schema-rows.ts';

interface Props {
  connection: Connection;
  table: TableAddress;
  onOpen: (sql: string) => void;
  onClose: () => void;
}

/** The statement that makes a table. */
export function DefinitionDrawer({ connection, table, onOpen, onClose }: Props) {
  const t = useTexts(panelTexts);
  const definition = useDefinition(connection.id, table);
  const sql = definition.data?.sql ?? '';
  return (
    <Drawer
      open
      size={usePhone() ? '100%' : 640}
      title={`${t('definition')} · ${fullName(table)}`}
      onClose={onClose}
      extra={
        definition.isSuccess && (
          <Space>
            <CopyButton text={sql} label={t('copySql')} />
            <Button size="small" onClick={() => onOpen(sql)}>
              {t('insertDefinition')}
            </Button>
          </Space>
        )
      }
    >
      {definition.isPending && <Skeleton active />}
      {definition.isError && (
        <ErrorNotice error={definition.error} onRetry={() => void definition.refetch()} />
      )}
      {definition.isSuccess && (
        <LazySqlEditor readOnly value={sql} driver={connection.driver} label={t('definition')} />
      )}
    </Drawer>
  );
}
