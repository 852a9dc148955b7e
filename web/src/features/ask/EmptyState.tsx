import { DatabaseOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Logo } from '../../ui/Logo.tsx';
import { useSchema, useSuggestions } from './ask-queries.ts';
import { askTexts } from './ask-texts.ts';
import styles from './EmptyState.module.css';
import type { Sources } from './use-sources.ts';

const HomeTiles = lazy(async () => ({ default: (await import('./HomeTiles.tsx')).HomeTiles }));

const examplesShown = 6;

interface Props {
  sources: Sources;
  onAsk: (question: string) => void;
  onPickFile: () => void;
}

/** What is connected, questions to start with, and how to bring other data. */
export function EmptyState({ sources, onAsk, onPickFile }: Props) {
  const t = useTexts(askTexts);
  const { language } = usePreferences();
  const connectionId = sources.connection?.id ?? null;
  const suggestions = useSuggestions(connectionId, language);
  return (
    <div className={styles.empty}>
      <Logo size={44} />
      <h2>{t('emptyTitle')}</h2>
      <Connected sources={sources} />
      {connectionId !== null && suggestions.isPending && (
        <Skeleton active title={false} paragraph={{ rows: 3 }} className={styles.examples} />
      )}
      <div className={styles.examples}>
        {suggestions.data?.slice(0, examplesShown).map((question) => (
          <button type="button" key={question} className={styles.example} onClick={() => onAsk(question)}>
            {question}
          </button>
        ))}
      </div>
      <div className={styles.actions}>
        <Link to="/settings/connections">
          <DatabaseOutlined /> {t('addConnection')}
        </Link>
        <Button type="link" icon={<UploadOutlined />} onClick={onPickFile}>
          {t('pickFile')}
        </Button>
      </div>
      <p className={styles.hint}>{t('dropHint')}</p>
      <Suspense fallback={null}>
        <HomeTiles />
      </Suspense>
    </div>
  );
}

function Connected({ sources }: { sources: Sources }) {
  const t = useTexts(askTexts);
  const { connection, ready, error } = sources;
  const schema = useSchema(connection?.id ?? null);
  if (error !== null) return <ErrorNotice error={error} />;
  if (!ready || schema.isLoading) return <p className={styles.connected}>&nbsp;</p>;
  if (connection === null) return <p className={styles.connected}>{t('emptyNoConnection')}</p>;
  if (schema.isError) return <ErrorNotice error={schema.error} onRetry={() => void schema.refetch()} />;
  const count = schema.data?.tables.length ?? 0;
  const key = count === 0 ? 'emptyNoTables' : 'emptyConnected';
  return <p className={styles.connected}>{t(key, { name: connection.name, count })}</p>;
}
