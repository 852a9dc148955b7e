/** Addresses of the pages of 采集, and of what they lead to. */
export const collectPaths = {
  scripts: '/collect/scripts',
  newScript: '/collect/scripts/new',
  tasks: '/collect/tasks',
  executions: '/collect/executions',
  tables: '/collect/tables',
  script: (id: string, tab?: string) =>
    `/collect/scripts/${encodeURIComponent(id)}${tab === undefined ? '' : `/${tab}`}`,
  editScript: (id: string) => `/collect/scripts/${encodeURIComponent(id)}/edit`,
  execution: (id: string) => `/collect/executions/${encodeURIComponent(id)}`,
  executionsOf: (filter: Record<string, string>) => `/collect/executions?${new URLSearchParams(filter)}`,
  table: (name: string) => `/collect/tables/${encodeURIComponent(name)}`,
  tasksView: (view: Record<string, string>) => `/collect/tasks?${new URLSearchParams(view)}`,
  task: (id: string) => `/collect/tasks?${new URLSearchParams({ edit: id })}`,
  extension: (id: string) => `/extensions/${encodeURIComponent(id)}`,
  newTaskFor: (scriptId: string) => `/collect/tasks?${new URLSearchParams({ new: scriptId })}`,
};

/** Where what a task or an execution runs can be seen: a script, or an extension. */
export function targetPath(taskType: string, id: string): string {
  return taskType === 'extension' ? collectPaths.extension(id) : collectPaths.script(id);
}
