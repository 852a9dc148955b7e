import type { ScriptDetail, ScriptParameter } from '@sextant/contract/scripts';
import { Descriptions, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { useTexts } from '../../../lib/texts.ts';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import { languageNames } from './languages.ts';
import styles from './ScriptFacts.module.css';
import { scriptsTexts } from './scripts-texts.ts';

/** What a script says of itself: its table, key, file and parameters. */
export function ScriptFacts({ script }: { script: ScriptDetail }) {
  const t = useTexts(scriptsTexts);
  const c = useTexts(collectTexts);
  return (
    <div className={styles.facts}>
      <Descriptions
        className={styles.list}
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={[
          { key: 'id', label: t('id'), children: <code>{script.id}</code> },
          {
            key: 'table',
            label: t('writes'),
            children: (
              <Link to={collectPaths.table(script.table_name)}>
                <code>{script.table_name}</code>
              </Link>
            ),
          },
          {
            key: 'key',
            label: t('key'),
            children: script.key === null ? t('noKey') : <code>{script.key.join(', ')}</code>,
          },
          { key: 'frequency', label: t('frequency'), children: c(script.frequency) },
          { key: 'language', label: t('language'), children: languageNames[script.language] },
          {
            key: 'version',
            label: t('versionLabel'),
            children: t('versionIs', { version: script.version }),
          },
          {
            key: 'file',
            label: t('file'),
            children: (
              <>
                <code>{script.path}</code> <Tag>{t(script.origin)}</Tag>
              </>
            ),
          },
          { key: 'hash', label: 'SHA-256', children: <code>{script.sha256.slice(0, 12)}</code> },
        ]}
      />
      <h2 className={styles.heading}>{t('parameters')}</h2>
      <ParameterTable parameters={script.parameters} />
    </div>
  );
}

function ParameterTable({ parameters }: { parameters: ScriptParameter[] }) {
  const t = useTexts(scriptsTexts);
  const c = useTexts(collectTexts);
  if (parameters.length === 0) return <p>{c('noParameters')}</p>;
  return (
    <Table<ScriptParameter>
      rowKey="name"
      size="small"
      dataSource={parameters}
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={[
        {
          title: t('name'),
          key: 'name',
          render: (_, { name, required }) => (
            <>
              <code>{name}</code> {required && <Tag color="gold">{t('needed')}</Tag>}
            </>
          ),
        },
        {
          title: t('parameterType'),
          dataIndex: 'type',
          render: (type: ScriptParameter['type']) => t(`type_${type}`),
        },
        {
          title: t('parameterDefault'),
          dataIndex: 'default',
          render: (value: ScriptParameter['default']) =>
            value === null ? '–' : <code>{String(value)}</code>,
        },
        {
          title: t('parameterOptions'),
          dataIndex: 'options',
          render: (options: ScriptParameter['options']) => options?.join(', ') ?? '–',
        },
        { title: t('parameterText'), dataIndex: 'description' },
      ]}
    />
  );
}
