import { MoreOutlined } from '@ant-design/icons';
import type { Task } from '@sextant/contract/tasks';
import { Button, Dropdown, Table, Tag } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { StatusTag } from '../../../ui/StatusTag.tsx';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths, targetPath } from '../paths.ts';
import styles from './TasksTable.module.css';
import { tasksTexts } from './tasks-texts.ts';
import { useTaskActions } from './use-task-actions.ts';

interface Props {
  tasks: Task[];
  loading: boolean;
  empty: string;
  pagination: { current: number; pageSize: number; total: number };
  onPage: (page: number) => void;
  selected: readonly string[];
  onSelect: (ids: string[]) => void;
  onEdit: (task: Task) => void;
  onBackfill: (task: Task) => void;
}

/** One page of tasks, each with its actions in one menu; several can be chosen. */
export function TasksTable(props: Props) {
  const { tasks, loading, empty, pagination, onPage, selected, onSelect, onEdit } = props;
  const t = useTexts(tasksTexts);
  const c = useTexts(collectTexts);
  const menuOf = useTaskMenu(props);
  return (
    <Table<Task>
      rowKey="id"
      size="middle"
      dataSource={tasks}
      loading={loading}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: empty }}
      rowSelection={{ selectedRowKeys: [...selected], onChange: (keys) => onSelect(keys.map(String)) }}
      pagination={{
        ...pagination,
        showSizeChanger: false,
        showTotal: (count) => c('total', { count }),
        onChange: onPage,
      }}
      columns={[
        {
          title: t('name'),
          key: 'name',
          render: (_, task) => (
            <div className={styles.name}>
              <Button type="link" className={styles.link} onClick={() => onEdit(task)}>
                {task.name}
              </Button>
              {!task.is_active && <Tag>{t('paused')}</Tag>}
              {task.script_id !== null && (
                <div className={styles.faint}>
                  <Link to={targetPath(task.task_type, task.script_id)}>{task.script_id}</Link>
                </div>
              )}
            </div>
          ),
        },
        {
          title: t('schedule'),
          key: 'schedule',
          render: (_, task) => (
            <div>
              {task.schedule_text}
              {task.timezone !== null && <div className={styles.faint}>{task.timezone}</div>}
            </div>
          ),
        },
        {
          title: t('next'),
          dataIndex: 'next_fire_at',
          render: (time: string | null) => <Moment time={time} />,
        },
        {
          title: t('last'),
          dataIndex: 'last_execution',
          render: (last: Task['last_execution']) =>
            last === null ? (
              <span className={styles.faint}>{t('never')}</span>
            ) : (
              <Link to={collectPaths.execution(last.id)} className={styles.last}>
                <StatusTag status={last.status} /> <Moment time={last.at} />
              </Link>
            ),
        },
        { title: t('owner'), dataIndex: 'owner', render: (owner: string | null) => owner ?? '–' },
        {
          title: '',
          key: 'actions',
          width: 48,
          render: (_, task) => (
            <Dropdown trigger={['click']} menu={{ items: menuOf(task) }}>
              <Button type="text" icon={<MoreOutlined />} aria-label={`${c('actions')} ${task.name}`} />
            </Dropdown>
          ),
        },
      ]}
    />
  );
}

function useTaskMenu({ onEdit, onBackfill }: Pick<Props, 'onEdit' | 'onBackfill'>) {
  const t = useTexts(tasksTexts);
  const c = useTexts(collectTexts);
  const navigate = useNavigate();
  const mayUpdate = useMay('update');
  const mayDelete = useMay('delete');
  const { execute, setActive, confirmRemoval } = useTaskActions();
  return (task: Task) => [
    { key: 'run', label: t('runNow'), onClick: () => execute.mutate(task) },
    {
      key: 'history',
      label: t('history'),
      onClick: () => navigate(collectPaths.executionsOf({ task_id: task.id })),
    },
    ...(mayUpdate && task.can_manage
      ? [
          { key: 'edit', label: c('edit'), onClick: () => onEdit(task) },
          {
            key: 'active',
            label: t(task.is_active ? 'pause' : 'resume'),
            onClick: () => setActive.mutate({ ids: [task.id], isActive: !task.is_active }),
          },
          { key: 'backfill', label: t('backfill'), onClick: () => onBackfill(task) },
        ]
      : []),
    ...(mayDelete && task.can_manage
      ? [{ key: 'remove', danger: true, label: c('remove'), onClick: () => confirmRemoval(task) }]
      : []),
  ];
}
