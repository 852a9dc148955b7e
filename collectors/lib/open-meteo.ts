import type { ScriptRow } from '@sextant/contract/collector';
import { listAt, objectAt } from './answers.ts';

export const placeParameters = [
  { name: 'place', type: 'string', default: '上海', description: '地点名称，写入表中' },
  { name: 'latitude', type: 'number', default: 31.23, description: '纬度，如 31.23' },
  { name: 'longitude', type: 'number', default: 121.47, description: '经度，如 121.47' },
  { name: 'time_zone', type: 'string', default: 'Asia/Shanghai', description: '时区' },
] as const;

/** Open-Meteo answers in columns, one list for each variable; this gives a row for each time. */
export function openMeteoRows(answer: unknown, block: 'daily' | 'hourly', source: string): ScriptRow[] {
  const columns = objectAt(answer, block, source);
  const times = listAt(columns, 'time', source);
  const lists = Object.entries(columns).filter(([name]) => name !== 'time');
  return times.map((time, at) => ({
    time: String(time),
    ...Object.fromEntries(
      lists.map(([name]) => [name, listAt(columns, name, source)[at] as number | string | null]),
    ),
  }));
}
