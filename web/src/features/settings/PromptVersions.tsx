import { type PromptName, promptEndpoints } from '@sextant/contract/prompts';
import { useQuery } from '@tanstack/react-query';
import { Button, Table } from 'antd';
import { call } from '../../lib/api-client.ts';
import { exactTime } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { settingsTexts } from './settings-texts.ts';

/** The earlier texts of one prompt; “use” puts one into the form, unsaved. */
export function PromptVersions({ name, onUse }: { name: PromptName; onUse: (content: string) => void }) {
  const t = useTexts(settingsTexts);
  const { language } = usePreferences();
  const versions = useQuery({
    queryKey: ['prompts', name, 'versions'],
    queryFn: async ({ signal }) =>
      (await call(promptEndpoints.versions, { params: { name }, signal })).versions,
  });
  if (versions.isError) return <ErrorNotice error={versions.error} onRetry={() => void versions.refetch()} />;
  return (
    <Table
      rowKey="version"
      size="small"
      loading={versions.isPending}
      dataSource={versions.data ?? []}
      pagination={false}
      expandable={{
        expandedRowRender: ({ content }) => <pre style={{ whiteSpace: 'pre-wrap' }}>{content}</pre>,
      }}
      columns={[
        { dataIndex: 'version', render: (version: number) => t('promptVersion', { version }) },
        { dataIndex: 'created_by' },
        { dataIndex: 'created_at', render: (time: string) => exactTime(time, language) },
        {
          key: 'use',
          render: (_, { content }) => (
            <Button size="small" onClick={() => onUse(content)}>
              {t('useVersion')}
            </Button>
          ),
        },
      ]}
    />
  );
}
