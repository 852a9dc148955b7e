import type { Script } from '@sextant/contract/scripts';
import { Table, Tag, Tooltip } from 'antd';
import { Link } from 'react-router';
import { useTexts } from '../../../lib/texts.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import { languageNames } from './languages.ts';
import styles from './ScriptsTable.module.css';
import { scriptsTexts } from './scripts-texts.ts';

interface Props {
  scripts: Script[];
  categoryName: (id: string) => string;
  loading: boolean;
  empty: string;
  pagination: { current: number; pageSize: number; total: number };
  onPage: (page: number) => void;
}

/** One page of the catalogue. */
export function ScriptsTable({ scripts, categoryName, loading, empty, pagination, onPage }: Props) {
  const t = useTexts(scriptsTexts);
  const c = useTexts(collectTexts);
  return (
    <Table<Script>
      rowKey="id"
      size="middle"
      dataSource={scripts}
      loading={loading}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: empty }}
      pagination={{
        ...pagination,
        showSizeChanger: false,
        showTotal: (count) => c('total', { count }),
        onChange: onPage,
      }}
      columns={[
        {
          title: t('name'),
          key: 'name',
          render: (_, script) => (
            <div className={styles.name}>
              <Link to={collectPaths.script(script.id)}>{script.name}</Link> <code>{script.id}</code>
              <ScriptState script={script} />
              <div className={styles.text} title={script.description}>
                {script.description}
              </div>
            </div>
          ),
        },
        { title: c('category'), dataIndex: 'category', render: categoryName },
        { title: t('frequency'), dataIndex: 'frequency', render: (value: Script['frequency']) => c(value) },
        {
          title: t('language'),
          dataIndex: 'language',
          render: (value: Script['language']) => languageNames[value],
        },
        {
          title: t('writes'),
          dataIndex: 'table_name',
          render: (name: string) => <code>{name}</code>,
        },
        { title: t('updated'), dataIndex: 'updated_at', render: (time: string) => <Moment time={time} /> },
      ]}
    />
  );
}

/** What is unusual about a script: own, disabled, or with a problem. */
export function ScriptState({ script }: { script: Script }) {
  const t = useTexts(scriptsTexts);
  return (
    <span className={styles.state}>
      {script.origin === 'folder' && <Tag color="cyan">{t('folder')}</Tag>}
      {script.origin === 'module' && <Tag color="geekblue">{t('module')}</Tag>}
      {!script.is_active && <Tag>{t('inactive')}</Tag>}
      {script.problem !== null && (
        <Tooltip title={script.problem}>
          <Tag color="error">{t('problem')}</Tag>
        </Tooltip>
      )}
    </span>
  );
}
