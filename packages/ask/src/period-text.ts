import type { Language } from '@sextant/contract/text';

function dayBefore(iso: string): string {
  const time = Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(time) ? iso : new Date(time - 86_400_000).toISOString().slice(0, 10);
}

/** The last day or moment of a half-open period, whose `to` is the first that is not in it. */
export function lastOf(to: string): string {
  return /[T ]\d{2}:(?!00:00)/.test(to) ? to : dayBefore(to);
}

/** The period at the start of a sentence; says so when `now` (ISO, local) still lies before its end. */
export function periodLead(period: { from: string; to: string }, language: Language, now?: string): string {
  const from = period.from.slice(0, 10);
  const last = lastOf(period.to);
  const zh = language === 'zh';
  if (from === last) return zh ? `${from} ` : `On ${from},`;
  const today = now?.slice(0, 10);
  const isOpen = today !== undefined && from <= today && today < last.slice(0, 10);
  if (zh) return `${from} 至 ${last}${isOpen ? '（尚未结束）' : ''}，`;
  return `From ${from} to ${last}${isOpen ? ' (not over yet)' : ''},`;
}
