import { CloseOutlined, LoadingOutlined, PushpinFilled, PushpinOutlined } from '@ant-design/icons';
import type { KeyboardEvent } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import type { Workbench } from '../use-workbench.ts';
import { PlanView } from './PlanView.tsx';
import styles from './ResultPane.module.css';
import { RowsView } from './RowsView.tsx';
import { resultTexts } from './result-texts.ts';
import type { RunResult } from './run-result.ts';
import { changeResult, closeResult, showResult, useResults } from './run-store.ts';
import { useResultName } from './use-result-name.ts';

/** The results below the shown editor tab, each in a tab of its own. */
export function ResultPane({ workbench }: { workbench: Workbench }) {
  const t = useTexts(resultTexts);
  const tabId = workbench.tab.id;
  const { results, activeId } = useResults(tabId);
  const active = results.find(({ id }) => id === activeId) ?? results.at(-1);
  if (active === undefined) {
    return (
      <section className={`${styles.pane} ${styles.empty}`} aria-label={t('results')}>
        <p>{t('empty')}</p>
        <p className={styles.faint}>{t('emptyHint')}</p>
      </section>
    );
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step && results[results.indexOf(active) + step];
    if (!next) return;
    event.preventDefault();
    showResult(tabId, next.id);
  };
  return (
    <section className={styles.pane} aria-label={t('results')}>
      <div role="tablist" aria-label={t('results')} className={styles.tabs} onKeyDown={onKeyDown}>
        {results.map((result) => (
          <ResultTab key={result.id} tabId={tabId} result={result} shown={result === active} />
        ))}
      </div>
      {active.kind === 'plan' ? (
        <PlanView key={active.id} result={active} workbench={workbench} />
      ) : (
        <RowsView key={active.id} result={active} workbench={workbench} />
      )}
    </section>
  );
}

function ResultTab({ tabId, result, shown }: { tabId: string; result: RunResult; shown: boolean }) {
  const t = useTexts(resultTexts);
  const name = useResultName()(result);
  const { id, pinned, status } = result;
  const pinLabel = pinned ? t('unpin') : t('pin');
  return (
    <div className={shown ? `${styles.tab} ${styles.shown}` : styles.tab}>
      <button
        type="button"
        role="tab"
        aria-selected={shown}
        tabIndex={shown ? 0 : -1}
        className={styles.name}
        title={result.sql.slice(0, 500)}
        onClick={() => showResult(tabId, id)}
      >
        {status === 'running' && <LoadingOutlined />}
        <span className={status === 'failed' ? styles.failed : undefined}>{name}</span>
      </button>
      <button
        type="button"
        className={styles.small}
        aria-label={pinLabel}
        aria-pressed={pinned}
        title={pinLabel}
        onClick={() => changeResult(tabId, id, { pinned: !pinned })}
      >
        {pinned ? <PushpinFilled /> : <PushpinOutlined />}
      </button>
      {status !== 'running' && (
        <button
          type="button"
          className={styles.small}
          aria-label={t('close', { name })}
          onClick={() => closeResult(tabId, id)}
        >
          <CloseOutlined />
        </button>
      )}
    </div>
  );
}
