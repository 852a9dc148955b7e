import { Select, Tabs } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { useConnections } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { useListAddress } from '../../lib/use-list-address.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { ExamplesTab } from './ExamplesTab.tsx';
import { GlossaryTab } from './GlossaryTab.tsx';
import { GoldenTab } from './GoldenTab.tsx';
import { knowledgeTexts } from './knowledge-texts.ts';
import { RelationshipsTab } from './RelationshipsTab.tsx';
import { Transfer } from './Transfer.tsx';

const tabs = ['glossary', 'relationships', 'examples', 'golden'] as const;

/** What Ask goes by on a connection: terms, relationships, examples, and the questions that prove it. */
export function KnowledgePage() {
  const t = useTexts(knowledgeTexts);
  const navigate = useNavigate();
  const { tab = 'glossary' } = useParams();
  const address = useListAddress(['connection']);
  const connections = useConnections();
  const all = connections.data ?? [];
  const chosen = all.find(({ id }) => id === address.values.connection) ?? all[0];
  const contents: Record<(typeof tabs)[number], React.ReactNode> | null = chosen
    ? {
        glossary: <GlossaryTab connection={chosen} />,
        relationships: <RelationshipsTab connection={chosen} />,
        examples: <ExamplesTab connection={chosen} />,
        golden: <GoldenTab key={chosen.id} connection={chosen} />,
      }
    : null;
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        chosen && (
          <>
            <Select
              aria-label={t('connection')}
              style={{ minWidth: 180 }}
              value={chosen.id}
              options={all.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(connection) => address.show({ connection })}
            />
            <Transfer connection={chosen} />
          </>
        )
      }
    >
      {connections.isPending && <PageSkeleton />}
      {connections.isError && (
        <ErrorNotice error={connections.error} onRetry={() => void connections.refetch()} />
      )}
      {contents && (
        <Tabs
          activeKey={tab}
          destroyOnHidden
          onChange={(key) => void navigate(`/settings/knowledge/${key}?connection=${chosen?.id ?? ''}`)}
          items={tabs.map((key) => ({ key, label: t(key), children: contents[key] }))}
        />
      )}
    </PageFrame>
  );
}
