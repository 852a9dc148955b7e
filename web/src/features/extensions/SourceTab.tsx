import { SaveOutlined } from '@ant-design/icons';
import {
  type ExtensionDetail,
  type ExtensionVersion,
  extensionEndpoints,
} from '@sextant/contract/extensions';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Space } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { ApiError } from '../../lib/api-error.ts';
import { useTexts } from '../../lib/texts.ts';
import { LazyCodeEditor } from '../../ui/code-editor/LazyCodeEditor.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';
import { useLeaveGuard } from '../../ui/use-leave-guard.ts';
import { VersionsView } from '../../ui/versions/VersionsView.tsx';
import { extensionKeys, useExtensionVersions } from './extensions-queries.ts';
import { extensionsTexts } from './extensions-texts.ts';

const editorHeight = 'max(360px, calc(100vh - 300px))';

/** The code that runs, in an editor; saving makes a new version. */
export function SourceTab({ extension }: { extension: ExtensionDetail }) {
  const versions = useExtensionVersions(extension.id);
  if (versions.isError) return <ErrorNotice error={versions.error} onRetry={() => void versions.refetch()} />;
  const active = versions.data?.find(({ is_active }) => is_active);
  if (active === undefined) return <PageSkeleton />;
  return <SourceEditor key={active.version} id={extension.id} active={active} />;
}

function SourceEditor({ id, active }: { id: string; active: ExtensionVersion }) {
  const t = useTexts(extensionsTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [source, setSource] = useState(active.source);
  useLeaveGuard(() => source !== active.source);
  const save = useMutation({
    mutationFn: () => call(extensionEndpoints.saveSource, { params: { id }, body: { source } }),
    async onSuccess({ version }) {
      void message.success(t('sourceSaved', { version }));
      await client.invalidateQueries({ queryKey: extensionKeys.all });
    },
  });
  const line = save.error instanceof ApiError ? save.error.details.line : null;
  return (
    <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
      {save.isError && <ErrorNotice error={save.error} />}
      <LazyCodeEditor
        value={source}
        language={active.language}
        onChange={setSource}
        onSave={() => save.mutate()}
        mark={typeof line === 'number' ? { line, message: t('atLine', { line }) } : null}
        label={t('tabSource')}
        height={editorHeight}
      />
      <Button
        type="primary"
        icon={<SaveOutlined />}
        disabled={source === active.source}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        {t('save')}
      </Button>
    </Space>
  );
}

/** Every version with what it changed; any can be made the one that runs. */
export function VersionsTab({ id }: { id: string }) {
  const t = useTexts(extensionsTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const versions = useExtensionVersions(id);
  const activate = useMutation({
    mutationFn: (version: number) => call(extensionEndpoints.activate, { params: { id, version } }),
    async onSuccess(_, version) {
      void message.success(t('activated', { version }));
      await client.invalidateQueries({ queryKey: extensionKeys.all });
    },
    onError: useErrorDialog(),
  });
  if (versions.isError) return <ErrorNotice error={versions.error} onRetry={() => void versions.refetch()} />;
  if (!versions.data) return <PageSkeleton />;
  return (
    <VersionsView
      versions={versions.data.map((one) => ({ ...one, text: one.source }))}
      actionsOf={({ version, is_active }) =>
        !is_active && (
          <Button size="small" loading={activate.isPending} onClick={() => activate.mutate(version)}>
            {t('activate')}
          </Button>
        )
      }
    />
  );
}
