import { defineTexts } from '../lib/texts.ts';

/** How the states of an execution are called. */
export const statusTexts = defineTexts('status', {
  zh: {
    pending: '等待中',
    running: '运行中',
    completed: '成功',
    failed: '失败',
    timeout: '超时',
    cancelled: '已取消',
  },
  en: {
    pending: 'Waiting',
    running: 'Running',
    completed: 'Succeeded',
    failed: 'Failed',
    timeout: 'Timed out',
    cancelled: 'Cancelled',
  },
});
