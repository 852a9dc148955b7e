import type { Text } from '@sextant/contract/text';

const objects: Record<string, Text> = {
  account: { zh: '数据库账户', en: 'account' },
  accounts: { zh: '数据库账户', en: 'accounts' },
  account_class: { zh: '账户分类', en: 'account class' },
  account_notice: { zh: '账户通知规则', en: 'account notice rule' },
  account_rule: { zh: '分类规则', en: 'classification rule' },
  alert: { zh: '告警', en: 'alert' },
  alert_channel: { zh: '告警渠道', en: 'alert channel' },
  alert_rule: { zh: '告警规则', en: 'alert rule' },
  api_key: { zh: 'API 密钥', en: 'API key' },
  audit: { zh: '审计记录', en: 'audit trail' },
  collect_settings: { zh: '采集设置', en: 'collection settings' },
  connection: { zh: '连接', en: 'connection' },
  credential: { zh: '凭据', en: 'credential' },
  data_file: { zh: '数据文件', en: 'data file' },
  execution: { zh: '执行', en: 'execution' },
  extension: { zh: '扩展', en: 'extension' },
  file: { zh: '文件', en: 'file' },
  file_link: { zh: '分享链接', en: 'share link' },
  file_quota: { zh: '文件配额', en: 'file quota' },
  file_settings: { zh: '文件设置', en: 'file settings' },
  folder: { zh: '文件夹', en: 'folder' },
  instance: { zh: '实例', en: 'instance' },
  instances: { zh: '实例', en: 'instances' },
  log: { zh: '日志', en: 'log' },
  log_settings: { zh: '日志设置', en: 'log settings' },
  model: { zh: '模型', en: 'model' },
  prompt: { zh: '提示词', en: 'prompt' },
  query: { zh: '查询', en: 'statement' },
  relationship: { zh: '表关系', en: 'relationship' },
  room: { zh: '聊天室', en: 'room' },
  run: { zh: '运行', en: 'run' },
  saved_query: { zh: '保存的查询', en: 'saved query' },
  script: { zh: '脚本', en: 'script' },
  scripts: { zh: '脚本', en: 'scripts' },
  secret: { zh: '密钥', en: 'secret' },
  session: { zh: '会话', en: 'session' },
  settings: { zh: '设置', en: 'settings' },
  smtp: { zh: '邮件服务器', en: 'mail server' },
  sync_session: { zh: '同步会话', en: 'sync session' },
  table: { zh: '数据表', en: 'table' },
  tag: { zh: '标签', en: 'tag' },
  task: { zh: '任务', en: 'task' },
  trash: { zh: '回收站', en: 'trash' },
  user: { zh: '用户', en: 'user' },
  warehouse: { zh: '数据仓库', en: 'warehouse' },
};

const verbs: Record<string, Text> = {
  added: { zh: '添加', en: 'added' },
  cancelled: { zh: '取消', en: 'cancelled' },
  changed: { zh: '修改', en: 'changed' },
  checks_set: { zh: '设置检查', en: 'set the checks of' },
  classified: { zh: '分类', en: 'classified' },
  cleaned: { zh: '清理', en: 'cleaned up' },
  configured: { zh: '配置', en: 'configured' },
  copied: { zh: '复制', en: 'copied' },
  created: { zh: '新建', en: 'created' },
  deleted: { zh: '删除', en: 'deleted' },
  disabled: { zh: '停用', en: 'disabled' },
  dropped: { zh: '移除', en: 'dropped' },
  emptied: { zh: '清空', en: 'emptied' },
  enabled: { zh: '启用', en: 'enabled' },
  exported: { zh: '导出', en: 'exported' },
  imported: { zh: '导入', en: 'imported' },
  labelled: { zh: '标注', en: 'labelled' },
  moved: { zh: '移动', en: 'moved' },
  removed: { zh: '移除', en: 'removed' },
  renamed: { zh: '重命名', en: 'renamed' },
  reset: { zh: '重置', en: 'reset' },
  resolved: { zh: '解除', en: 'resolved' },
  restored: { zh: '恢复', en: 'restored' },
  revoked: { zh: '撤销', en: 'revoked' },
  rotated: { zh: '轮换', en: 'rotated' },
  run: { zh: '执行', en: 'ran' },
  saved: { zh: '保存', en: 'saved' },
  scanned: { zh: '扫描', en: 'scanned' },
  set: { zh: '设置', en: 'set' },
  shared: { zh: '共享', en: 'shared' },
  started: { zh: '启动', en: 'started' },
  switched: { zh: '切换', en: 'switched' },
  trashed: { zh: '删到回收站', en: 'moved to the trash' },
  unlabelled: { zh: '取消标注', en: 'removed the label of' },
  updated: { zh: '修改', en: 'changed' },
  uploaded: { zh: '上传', en: 'uploaded' },
  used: { zh: '使用', en: 'used' },
  verified: { zh: '核对', en: 'verified' },
};

const whole: Record<string, Text> = {
  'account.remedied': { zh: '收紧数据库账户的权限', en: 'reduced the rights of an account' },
  'account.remedy_failed': {
    zh: '收紧数据库账户的权限失败',
    en: 'failed to reduce the rights of an account',
  },
  'extension.version_activated': { zh: '切换扩展版本', en: 'switched the version of extension' },
  'query.refused': { zh: '查询被拒绝', en: 'had a statement refused' },
  'room.member_changed': { zh: '修改聊天室成员', en: 'changed a member of room' },
  'room.member_removed': { zh: '移出聊天室成员', en: 'removed a member of room' },
  'room.members_added': { zh: '添加聊天室成员', en: 'added members to room' },
  'room.message_deleted': { zh: '删除聊天室消息', en: 'deleted a message in room' },
  'sign_in.ended': { zh: '退出登录', en: 'signed out' },
  'sign_in.failed': { zh: '登录失败', en: 'failed to sign in' },
  'sign_in.succeeded': { zh: '登录', en: 'signed in' },
  'user.password_changed': { zh: '修改密码', en: 'changed the password of' },
};

/** An action of the audit trail (`connection.created`) in words; one that nobody has named stays as it is. */
export function auditAction(action: string): Text {
  const known = whole[action];
  if (known) return known;
  const [object = '', verb = ''] = action.split('.');
  const what = objects[object];
  const did = verbs[verb];
  if (!what || !did) return { zh: action, en: action };
  return { zh: `${did.zh}${what.zh}`, en: `${did.en} ${what.en}` };
}

/** A kind of object of the audit trail in words. */
export function auditObject(type: string): Text {
  return objects[type] ?? { zh: type, en: type };
}
