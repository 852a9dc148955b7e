import type { Text } from '@sextant/contract/text';
import type { ExecutionRow, StoredError } from '../../platform/jobs/execution.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import type { NamedExecution } from './executions.repository.ts';

const byHand = new Set(['manual', 'retry']);

const endTexts: Record<string, Text> = {
  completed: { zh: '执行完成', en: 'is done' },
  timeout: { zh: '执行超时', en: 'ran out of time' },
};
const failed: Text = { zh: '执行失败', en: 'failed' };

/** What kinds of work without a script are called. */
const kinds: Record<string, Text> = {
  check_instances: { zh: '检查实例', en: 'Check of instances' },
  sync_accounts: { zh: '同步账户', en: 'Synchronisation of accounts' },
  sync_capacity: { zh: '采集容量', en: 'Measuring of capacity' },
  classify_accounts: { zh: '账户分类', en: 'Classification of accounts' },
  cleanup_logs: { zh: '清理日志', en: 'Cleaning of logs' },
};

/** How an execution ended, as a notification about it says it. */
export function describeEnd(
  execution: ExecutionRow,
  status: string,
  calledName: string | null,
): { title: Text; body: Text; link: string } {
  const name = calledName ?? execution.script_id ?? execution.task_type;
  const kind = kinds[name] ?? { zh: name, en: name };
  const end = endTexts[status] ?? failed;
  const title = { zh: `「${kind.zh}」${end.zh}`, en: `"${kind.en}" ${end.en}` };
  const error = execution.error === null ? null : (JSON.parse(execution.error) as StoredError);
  return { title, body: error?.text ?? rowsText(execution), link: `/collect/executions/${execution.id}` };
}

/** Tells whoever started an execution by hand how it ended; what they cancelled themselves they know. */
export function createEndNotice(deps: {
  find: (id: string) => Promise<NamedExecution | undefined>;
  scriptName: (scriptId: string | null) => Promise<string | null>;
  notify: NotificationsService['notify'];
}) {
  const { find, scriptName, notify } = deps;
  return async (started: ExecutionRow, status: string): Promise<void> => {
    if (started.user_id === null || !byHand.has(started.triggered_by) || status === 'cancelled') return;
    const ended = await find(started.id);
    if (!ended) return;
    const end = describeEnd(ended, status, ended.task_name ?? (await scriptName(ended.script_id)));
    await notify({ userIds: [started.user_id] }, { kind: 'task_complete', ...end });
  };
}

function rowsText({ rows_affected: rows, table_name: table }: ExecutionRow): Text {
  if (rows === null || table === null) return { zh: '', en: '' };
  return { zh: `表「${table}」写入 ${rows} 行`, en: `${rows} rows written to the table "${table}"` };
}
