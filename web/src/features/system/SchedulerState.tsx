import { Alert, Descriptions } from 'antd';
import { Link } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { Moment } from '../../ui/Moment.tsx';
import { useScheduler } from './system-queries.ts';
import { systemTexts } from './system-texts.ts';

/** Whether tasks run by themselves, and what there is to do at this moment. */
export function SchedulerState() {
  const t = useTexts(systemTexts);
  const { data: state } = useScheduler();
  if (state === undefined) return null;
  const item = (key: string, label: string, children: React.ReactNode) => ({ key, label, children });
  const executions = (status: string) => `/collect/executions?status=${status}`;
  return (
    <>
      {!state.running && <Alert type="warning" showIcon title={t('schedulerDown')} />}
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, sm: 2, lg: 3 }}
        style={{ marginBlock: 16 }}
        items={[
          item('state', t('scheduler'), t(state.running ? 'schedulerRuns' : 'schedulerStands')),
          item(
            'tasks',
            t('activeTasks'),
            <Link to="/collect/tasks?is_active=true">{state.active_tasks}</Link>,
          ),
          item('running', t('running'), <Link to={executions('running')}>{state.running_executions}</Link>),
          item('pending', t('pending'), <Link to={executions('pending')}>{state.pending_executions}</Link>),
          item('next', t('nextFire'), <Moment time={state.next_fire_at} />),
          item('zone', t('timezone'), state.timezone),
        ]}
      />
    </>
  );
}
