import { Button, Result, Splitter } from 'antd';
import { lazy, type ReactNode, Suspense, useRef } from 'react';
import { Link } from 'react-router';
import { useMe } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { useStoredState } from '../../lib/use-stored-state.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { LazyDrawer } from '../../ui/LazyDrawer.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { EditorArea } from './editor/EditorArea.tsx';
import { EditorTabBar } from './editor/EditorTabBar.tsx';
import { EditorToolbar } from './editor/EditorToolbar.tsx';
import { ParameterForm } from './editor/ParameterForm.tsx';
import { parameterValue } from './editor/parameters.ts';
import { ResultPane } from './results/ResultPane.tsx';
import { useRunning } from './results/run-store.ts';
import { SidePanel } from './SidePanel.tsx';
import { type Saving, useSaving } from './saved/use-saving.ts';
import { useTableActions } from './schema/use-table-actions.tsx';
import { useAddress } from './use-address.ts';
import { usePageKeys } from './use-page-keys.ts';
import { useSidePanel } from './use-side-panel.ts';
import { useWorkbench, type Workbench } from './use-workbench.ts';
import styles from './WorkbenchPage.module.css';
import { workbenchTexts } from './workbench-texts.ts';

const SaveDialog = lazy(async () => ({ default: (await import('./saved/SaveDialog.tsx')).SaveDialog }));
const VersionsDrawer = lazy(async () => ({
  default: (await import('./saved/VersionsDrawer.tsx')).VersionsDrawer,
}));

/** SQL in tabs over their results, with schema, saved queries and history at the side. */
export function WorkbenchPage() {
  // Whose tabs they are must be known first.
  return useMe().isSuccess ? <OwnWorkbench /> : <PageSkeleton />;
}

function OwnWorkbench() {
  const workbench = useWorkbench();
  const opening = useAddress(workbench.editors);
  const saving = useSaving(workbench);
  const { ready, error, connections } = workbench;
  if (error !== null) return <ErrorNotice error={error} />;
  if (!ready || opening) return <PageSkeleton />;
  if (connections.length === 0) return <NoConnection />;
  return <Desk workbench={workbench} saving={saving} />;
}

function Desk({ workbench, saving }: { workbench: Workbench; saving: Saving }) {
  const t = useTexts(workbenchTexts);
  const phone = usePhone();
  const page = useRef<HTMLDivElement>(null);
  const running = useRunning(workbench.tab.id);
  const side = useSidePanel();
  const closeDrawer = () => phone && side.setOpen(false);
  const tableActions = useTableActions(workbench, closeDrawer);
  usePageKeys(page, { onSave: saving.save, onEscape: workbench.stop });
  const panel = (
    <SidePanel workbench={workbench} tableActions={tableActions} side={side} onDone={closeDrawer} />
  );
  const editor = (
    <div className={styles.editor}>
      <EditorTabBar editors={workbench.editors} />
      <EditorToolbar
        workbench={workbench}
        running={running}
        saving={saving}
        panelOpen={side.open}
        onTogglePanel={() => side.setOpen(!side.open)}
      />
      <EditorArea workbench={workbench} />
      <ParameterForm workbench={workbench} />
    </div>
  );
  const results = <ResultPane workbench={workbench} />;
  return (
    <div ref={page} className={styles.page}>
      <h1 className="sx-hidden">{t('editor')}</h1>
      {phone ? (
        <>
          <LazyDrawer
            open={side.open}
            onClose={closeDrawer}
            placement="left"
            size="88vw"
            title={t('sidePanel')}
            styles={{ body: { padding: 0 } }}
          >
            {panel}
          </LazyDrawer>
          <div className={styles.upper}>{editor}</div>
          <div className={styles.lower}>{results}</div>
        </>
      ) : (
        <Panes panel={side.open ? panel : null} editor={editor} results={results} />
      )}
      {tableActions.drawer}
      <Dialogs workbench={workbench} saving={saving} />
    </div>
  );
}

interface PanesProps {
  /** Null while it is folded away. */
  panel: ReactNode;
  editor: ReactNode;
  results: ReactNode;
}

/** The panes of a large screen; their sizes are remembered. */
function Panes({ panel, editor, results }: PanesProps) {
  const [side, setSide] = useStoredState<number>('workbench-side', 290);
  const [upper, setUpper] = useStoredState<number>('workbench-editor', 45);
  const setShare = ([top = 0, bottom = 0]: number[]) => setUpper(Math.round((top / (top + bottom)) * 100));
  const open = panel !== null;
  return (
    <Splitter onResize={([width = 0]) => setSide(Math.round(width))}>
      <Splitter.Panel size={open ? side : 0} min={open ? 200 : 0} max="50%" resizable={open}>
        {panel}
      </Splitter.Panel>
      <Splitter.Panel>
        <Splitter orientation="vertical" onResizeEnd={setShare}>
          <Splitter.Panel defaultSize={`${upper}%`} min={120}>
            {editor}
          </Splitter.Panel>
          <Splitter.Panel min={80}>{results}</Splitter.Panel>
        </Splitter>
      </Splitter.Panel>
    </Splitter>
  );
}

function Dialogs({ workbench, saving }: { workbench: Workbench; saving: Saving }) {
  const t = useTexts(workbenchTexts);
  const { tab, connection } = workbench;
  const values = Object.entries(tab.parameters).map(([name, one]) => [name, parameterValue(one)] as const);
  return (
    <Suspense fallback={null}>
      {saving.dialog === 'save' && (
        <SaveDialog
          query={null}
          content={{
            name: tab.name || t('untitled', { number: tab.number }),
            sql: tab.sql,
            connection_id: connection?.id ?? null,
            named_params: Object.fromEntries(values),
          }}
          onSaved={saving.onSaved}
          onClose={saving.closeDialog}
        />
      )}
      {saving.dialog === 'versions' && tab.saved !== null && (
        <VersionsDrawer
          id={tab.saved.id}
          name={tab.name}
          canManage={tab.saved.canManage}
          onRestored={saving.onSaved}
          onClose={saving.closeDialog}
        />
      )}
    </Suspense>
  );
}

function NoConnection() {
  const t = useTexts(workbenchTexts);
  return (
    <Result
      status="info"
      title={t('noConnection')}
      subTitle={t('noConnectionHint')}
      extra={
        <Link to="/settings/connections">
          <Button type="primary">{t('addConnection')}</Button>
        </Link>
      }
    />
  );
}
