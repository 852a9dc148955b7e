import { WarningOutlined } from '@ant-design/icons';
import type { PlanStep } from '@sextant/contract/workbench';
import { Segmented } from 'antd';
import { useState } from 'react';
import { compactNumber, groupDigits } from '../../../lib/format-number.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import type { Workbench } from '../use-workbench.ts';
import styles from './PlanView.module.css';
import { costShares, warningsIn } from './plan-cost.ts';
import pane from './ResultPane.module.css';
import { RunError } from './RunError.tsx';
import { RunFacts } from './RunFacts.tsx';
import { resultTexts } from './result-texts.ts';
import type { RunResult } from './run-result.ts';

/** How the database would run a statement: a tree with what each step costs, or the engine's own text. */
export function PlanView({ result, workbench }: { result: RunResult; workbench: Workbench }) {
  const t = useTexts(resultTexts);
  const [view, setView] = useState<'tree' | 'text'>('tree');
  const { plan } = result;
  const warnings = plan === null ? 0 : warningsIn(plan.root);
  return (
    <>
      <div className={pane.bar} aria-live="polite">
        {plan !== null && (
          <Segmented
            size="small"
            value={view}
            options={[
              { value: 'tree', label: t('tree') },
              { value: 'text', label: t('text') },
            ]}
            onChange={setView}
          />
        )}
        <RunFacts result={result} />
        {warnings > 0 && (
          <span className={pane.note}>
            <WarningOutlined /> {t('warnings', { count: warnings })}
          </span>
        )}
        <span className={pane.space} />
        {plan !== null && <CopyButton text={plan.text} />}
      </div>
      <div className={pane.body}>
        {result.error !== null && <RunError result={result} workbench={workbench} />}
        {plan !== null && view === 'text' && <pre className={styles.text}>{plan.text}</pre>}
        {plan !== null && view === 'tree' && (
          <ul className={styles.tree}>
            <PlanItem step={plan.root} shares={costShares(plan.root)} />
          </ul>
        )}
      </div>
    </>
  );
}

function PlanItem({ step, shares }: { step: PlanStep; shares: ReadonlyMap<PlanStep, number> }) {
  const t = useTexts(resultTexts);
  const { language } = usePreferences();
  const share = shares.get(step);
  const percent = share === undefined ? null : Math.round(share * 100);
  return (
    <li>
      <div className={step.warning === null ? styles.step : `${styles.step} ${styles.warned}`}>
        <div className={styles.line}>
          <strong>{step.operation}</strong>
          {step.object !== null && <code>{step.object}</code>}
          <span className={styles.figures}>
            {step.estimated_rows !== null && (
              <span title={`${t('estimatedRows')} ${groupDigits(String(Math.round(step.estimated_rows)))}`}>
                {t('rows', {
                  count: step.estimated_rows,
                  figure: compactNumber(step.estimated_rows, language),
                })}
              </span>
            )}
            {step.estimated_cost !== null && (
              <span title={t('cost')}>
                {t('cost')} {compactNumber(step.estimated_cost, language)}
              </span>
            )}
            {percent !== null && (
              <meter
                className={styles.meter}
                min={0}
                max={100}
                value={percent}
                title={t('ownShare', { percent })}
                aria-label={t('ownShare', { percent })}
              />
            )}
          </span>
        </div>
        {step.warning !== null && (
          <div className={styles.warning}>
            <WarningOutlined /> {step.warning}
          </div>
        )}
        {step.details.length > 0 && (
          <details className={styles.details}>
            <summary>
              {step.details
                .map(({ value }) => value)
                .join(' · ')
                .slice(0, 120) || t('details')}
            </summary>
            <dl>
              {step.details.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
      {step.children.length > 0 && (
        <ul>
          {step.children.map((child, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a plan never changes, and its steps have no names
            <PlanItem key={at} step={child} shares={shares} />
          ))}
        </ul>
      )}
    </li>
  );
}
