import type { CollectorParameter } from '@sextant/contract/collector';

/** The span that scripts for exchanges of crypto currencies ask for; days are of UTC. */
export const candleSpan = [
  { name: 'start_date', type: 'date', description: '开始日期（UTC）；留空为结束日期之前 90 天' },
  { name: 'end_date', type: 'date', description: '结束日期（UTC），含当天；留空为今天' },
] as const satisfies readonly CollectorParameter[];
