import type { Execution } from '@sextant/contract/executions';
import { Descriptions, type DescriptionsProps } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { collectTexts } from '../collect-texts.ts';
import { targetPath } from '../paths.ts';
import styles from './ExecutionFacts.module.css';
import { executionsTexts } from './executions-texts.ts';

/** Everything known about an execution but its state, error and log. */
export function ExecutionFacts({ execution: one }: { execution: Execution }) {
  const t = useTexts(executionsTexts);
  const c = useTexts(collectTexts);
  const figure = (value: number | null) => (value === null ? '–' : groupDigits(String(value)));
  const item = (key: string, label: string, children: ReactNode) => ({ key, label, children });
  const params = Object.entries(one.params);
  const items: DescriptionsProps['items'] = [
    ...(one.script_id === null
      ? []
      : [
          item(
            'script',
            c('script'),
            <span>
              <Link to={targetPath(one.task_type, one.script_id)}>{one.script_id}</Link>{' '}
              {one.script_version !== null && t('version', { version: one.script_version })}
            </span>,
          ),
        ]),
    ...(one.table_name === null
      ? []
      : [
          item('table', c('table'), <code>{one.table_name}</code>),
          item('before', t('rowsBefore'), figure(one.rows_before)),
          item('after', t('rowsAfter'), figure(one.rows_after)),
          item('affected', t('rows'), figure(one.rows_affected)),
        ]),
    item('trigger', t('trigger'), t(`by_${one.triggered_by}`)),
    item('user', t('user'), one.user ?? '–'),
    item('attempt', t('attempt'), t('attemptOf', { attempt: one.attempt, max: one.max_attempts })),
    item('due', t('due'), <Moment time={one.due_at} />),
    item('started', t('started'), <Moment time={one.started_at} />),
    item('ended', t('ended'), <Moment time={one.ended_at} />),
    item(
      'params',
      t('parameters'),
      params.length === 0
        ? t('noParams')
        : params.map(([name, value]) => (
            <div key={name}>
              <code>
                {name} = {JSON.stringify(value)}
              </code>
            </div>
          )),
    ),
    ...(one.result === null || Object.keys(one.result).length === 0
      ? []
      : [item('result', t('result'), <code>{JSON.stringify(one.result)}</code>)]),
  ];
  return (
    <Descriptions className={styles.facts} size="small" bordered column={{ xs: 1, md: 2 }} items={items} />
  );
}
