import { ClockCircleOutlined, EditOutlined } from '@ant-design/icons';
import { type ScriptDetail, scriptEndpoints } from '@sextant/contract/scripts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Tabs } from 'antd';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { call } from '../../../lib/api-client.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { LazyCodeEditor } from '../../../ui/code-editor/LazyCodeEditor.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { collectKeys, useScript } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import { RunPanel } from './RunPanel.tsx';
import { ScriptFacts } from './ScriptFacts.tsx';
import { ScriptState } from './ScriptsTable.tsx';
import { ScriptVersions } from './ScriptVersions.tsx';
import { scriptsTexts } from './scripts-texts.ts';

const sourceHeight = 'max(320px, calc(100vh - 280px))';

/** One script: what it is, running it, its code and versions. The tab stands in the address. */
export function ScriptPage() {
  const t = useTexts(scriptsTexts);
  const { scriptId = '', tab = 'run' } = useParams();
  const [address] = useSearchParams();
  const navigate = useNavigate();
  const script = useScript(scriptId);
  if (!script.data) {
    return (
      <PageFrame title={t('detail')}>
        {script.isError ? (
          <ErrorNotice error={script.error} onRetry={() => void script.refetch()} />
        ) : (
          <PageSkeleton />
        )}
      </PageFrame>
    );
  }
  const detail = script.data;
  const line = Number(address.get('line'));
  return (
    <PageFrame
      title={detail.name}
      description={
        <>
          {detail.description} <ScriptState script={detail} />
        </>
      }
      actions={<Actions script={detail} />}
    >
      {detail.problem !== null && (
        <Alert type="error" showIcon title={detail.problem} style={{ marginBottom: 16 }} />
      )}
      <Tabs
        activeKey={tab}
        onChange={(next) =>
          navigate(collectPaths.script(scriptId, next === 'run' ? undefined : next), { replace: true })
        }
        items={[
          { key: 'run', label: t('tabRun'), children: <RunPanel key={detail.version} script={detail} /> },
          { key: 'facts', label: t('facts'), children: <ScriptFacts script={detail} /> },
          {
            key: 'source',
            label: t('tabSource'),
            children: (
              <LazyCodeEditor
                value={detail.source}
                language={detail.language}
                label={t('tabSource')}
                height={sourceHeight}
                mark={line > 0 ? { line, message: t('atLine', { line }) } : null}
              />
            ),
          },
          { key: 'versions', label: t('tabVersions'), children: <ScriptVersions id={detail.id} /> },
        ]}
      />
    </PageFrame>
  );
}

function Actions({ script }: { script: ScriptDetail }) {
  const t = useTexts(scriptsTexts);
  const c = useTexts(collectTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const isAdmin = useMay('admin');
  const mayCreate = useMay('create');
  const setActive = useMutation({
    mutationFn: () =>
      call(scriptEndpoints.setActive, { params: { id: script.id }, body: { is_active: !script.is_active } }),
    async onSuccess({ is_active }) {
      await client.invalidateQueries({ queryKey: collectKeys.scripts });
      void message.success(t(is_active ? 'enabled' : 'disabled'));
    },
    onError: useErrorDialog(),
  });
  return (
    <>
      {isAdmin && (
        <Button loading={setActive.isPending} onClick={() => setActive.mutate()}>
          {t(script.is_active ? 'disable' : 'enable')}
        </Button>
      )}
      {isAdmin && script.origin !== 'module' && (
        <Link
          to={
            script.origin === 'folder'
              ? collectPaths.editScript(script.id)
              : `${collectPaths.newScript}?from=${encodeURIComponent(script.id)}`
          }
        >
          <Button icon={<EditOutlined />} tabIndex={-1}>
            {script.origin === 'folder' ? c('edit') : t('copyOf')}
          </Button>
        </Link>
      )}
      {mayCreate && script.is_active && (
        <Link to={collectPaths.newTaskFor(script.id)}>
          <Button type="primary" icon={<ClockCircleOutlined />} tabIndex={-1}>
            {t('makeTask')}
          </Button>
        </Link>
      )}
    </>
  );
}
