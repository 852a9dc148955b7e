import { CommentOutlined, FormOutlined, HistoryOutlined, TableOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { historyPath } from '../../lib/workbench-link.ts';
import styles from './AskToolbar.module.css';
import { askTexts } from './ask-texts.ts';

interface Props {
  title: string;
  schemaOpen: boolean;
  /** On a phone, where the list of conversations is a drawer. */
  onOpenList?: () => void;
  onNew?: () => void;
  onToggleSchema: () => void;
}

export function AskToolbar({ title, schemaOpen, onOpenList, onNew, onToggleSchema }: Props) {
  const t = useTexts(askTexts);
  return (
    <div className={styles.bar}>
      {onOpenList && (
        <Button
          type="text"
          icon={<CommentOutlined />}
          aria-label={t('openConversations')}
          onClick={onOpenList}
        />
      )}
      <h1 className={styles.title}>{title}</h1>
      {onNew && (
        <Button type="text" icon={<FormOutlined />} aria-label={t('newConversation')} onClick={onNew} />
      )}
      <Link to={historyPath}>
        <Button
          type="text"
          icon={<HistoryOutlined />}
          aria-label={t('queryHistory')}
          title={t('queryHistory')}
        />
      </Link>
      <Button
        type="text"
        icon={<TableOutlined />}
        aria-pressed={schemaOpen}
        aria-label={schemaOpen ? t('closeSchema') : t('openSchema')}
        title={schemaOpen ? t('closeSchema') : t('openSchema')}
        onClick={onToggleSchema}
      >
        {onOpenList === undefined && t('schema')}
      </Button>
    </div>
  );
}
