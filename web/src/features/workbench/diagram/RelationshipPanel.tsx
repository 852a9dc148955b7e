import { DeleteOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import type { Relationship, TableSummary } from '@sextant/contract/schema-browser';
import { Button, Input, Tag } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import { fullName } from '../schema/schema-rows.ts';
import { endText, relationshipKey, relationshipText, tableIdOf } from './diagram-graph.ts';
import { diagramTexts } from './diagram-texts.ts';
import { RelationshipForm } from './RelationshipForm.tsx';
import styles from './RelationshipPanel.module.css';

const listedAtOnce = 200;

interface Props {
  connectionId: string;
  tables: readonly TableSummary[];
  relationships: readonly Relationship[];
  mayChange: boolean;
  chosen: string | null;
  onShow: (relationship: Relationship) => void;
  onRemove: (key: string) => void;
}

/** All relationships as a list: what the drawing shows, for the keyboard and for those who do not see it. */
export function RelationshipPanel(props: Props) {
  const { connectionId, tables, relationships, mayChange, chosen, onShow, onRemove } = props;
  const t = useTexts(diagramTexts);
  const [filter, setFilter] = useState('');
  const [adding, setAdding] = useState(false);
  const known = useMemo(() => new Set(tables.map(fullName)), [tables]);
  const needle = filter.trim().toLowerCase();
  const found = relationships.filter((one) => relationshipText(one).toLowerCase().includes(needle));
  return (
    <div className={styles.panel}>
      <div className={styles.top}>
        <div className={styles.head}>
          <h2>
            {t('relationships')} <span className={styles.figure}>{relationships.length}</span>
          </h2>
          {mayChange && !adding && (
            <Button
              size="small"
              icon={<PlusOutlined />}
              aria-label={t('addRelationship')}
              onClick={() => setAdding(true)}
            >
              {t('add')}
            </Button>
          )}
        </div>
        {adding && (
          <RelationshipForm connectionId={connectionId} tables={tables} onClose={() => setAdding(false)} />
        )}
        {relationships.length > 0 && (
          <Input
            allowClear
            prefix={<SearchOutlined />}
            placeholder={t('filter')}
            aria-label={t('filter')}
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        )}
        <p className={styles.hint}>{t(mayChange ? 'dragHint' : 'readOnlyHint')}</p>
      </div>
      {found.length === 0 && (
        <p className={styles.empty}>
          {t(relationships.length === 0 ? 'noRelationships' : 'noRelationshipsFound')}
        </p>
      )}
      <ul className={styles.list}>
        {found.slice(0, listedAtOnce).map((relationship) => {
          const key = relationshipKey(relationship);
          return (
            <RelationshipItem
              key={key}
              relationship={relationship}
              gone={!known.has(tableIdOf(relationship.from)) || !known.has(tableIdOf(relationship.to))}
              chosen={key === chosen}
              onShow={() => onShow(relationship)}
              onRemove={mayChange ? () => onRemove(key) : undefined}
            />
          );
        })}
      </ul>
      {found.length > listedAtOnce && (
        <p className={styles.empty}>{t('moreRelationships', { count: found.length - listedAtOnce })}</p>
      )}
      <dl className={styles.legend}>
        <dt className={styles.solid} />
        <dd>{t('legendDeclared')}</dd>
        <dt className={styles.dashed} />
        <dd>{t('legendAdded')}</dd>
      </dl>
    </div>
  );
}

interface ItemProps {
  relationship: Relationship;
  /** A table of it exists no more. */
  gone: boolean;
  chosen: boolean;
  onShow: () => void;
  onRemove?: () => void;
}

function RelationshipItem({ relationship, gone, chosen, onShow, onRemove }: ItemProps) {
  const t = useTexts(diagramTexts);
  const item = useRef<HTMLLIElement>(null);
  const text = relationshipText(relationship);
  const added = relationship.origin === 'added';
  useEffect(() => {
    if (chosen) item.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <li ref={item} className={chosen ? `${styles.item} ${styles.chosen}` : styles.item}>
      <button
        type="button"
        className={styles.show}
        disabled={gone}
        aria-pressed={chosen}
        aria-label={t('showRelationship', { text })}
        title={text}
        onClick={onShow}
      >
        <span>{endText(relationship.from)}</span>
        <span>→ {endText(relationship.to)}</span>
      </button>
      {gone && <Tag color="warning">{t('goneTable')}</Tag>}
      {added && !gone && <Tag color="cyan">{t('added')}</Tag>}
      {added && onRemove && (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('remove', { text })}
          title={t('remove', { text })}
          onClick={onRemove}
        />
      )}
    </li>
  );
}
