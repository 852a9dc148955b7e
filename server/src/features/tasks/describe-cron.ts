import type { Text } from '@sextant/contract/text';
import cronstrue from 'cronstrue';
import 'cronstrue/locales/zh_CN.js';
import 'cronstrue/locales/en.js';

/** A cron pattern in words; the pattern itself where it has none. */
export function describeCron(pattern: string): Text {
  const inWords = (locale: string): string => {
    try {
      return cronstrue.toString(pattern, { locale, use24HourTimeFormat: true });
    } catch {
      return pattern;
    }
  };
  return { zh: monthDays(pattern) ?? inChinese(inWords('zh_CN')), en: inWords('en') };
}

/** What the library says in the order and the words of English, and how one says it. */
const wordings: [RegExp, string][] = [
  [/^在\s*/, ''],
  [/^(?:限|仅于|仅)/, ''],
  [/整点后的第 (\d+) 分钟/, '每小时第 $1 分钟'],
  [/^(\d\d:\d\d) 和 (\d\d:\d\d) 之间/, '$1 到 $2'],
  [/每月的/, '每月'],
  [/ +(?=[一-龥])|(?<=[和至个]) +/g, ''],
  [/(\d)(?=[一-龥])/g, '$1 '],
  [/(?<=[一-龥])(\d)/g, ' $1'],
];
const timeOfDay = /^\d\d:\d\d(?:(?: 和 |、)\d\d:\d\d)*(?::\d\d)?$/;

/** Days come before the time of day: 星期一至星期五 18:30. */
function inChinese(words: string): string {
  const parts = words.split(/\s*[,，]\s*/).map(reword);
  const count = parts.findIndex((part) => !timeOfDay.test(part));
  const times = count === -1 ? parts : parts.slice(0, count);
  if (times.length === 0) return parts.join('，');
  const day = parts.slice(times.length).toReversed().join(' ');
  return `${daysOf(day)} ${times.join('、')}`;
}

/** In a month one does not say again that its days are each month's. */
function daysOf(day: string): string {
  if (day === '') return '每天';
  if (/月份?$/.test(day)) return `${day}每天`;
  return /月.*每月/.test(day) ? day.replace(' 每月', '') : day;
}

function reword(part: string): string {
  return wordings.reduce((text, [from, to]) => text.replace(from, to), part.trim()).trim();
}

/** Several days of the month at one time of day, of which the library makes a mess; null for every other pattern. */
function monthDays(pattern: string): string | null {
  const [, second = '0', minute = '', hour = '', days = ''] =
    /^(?:(\d+) )?(\d+) (\d+) ((?:\d+|L)(?:,(?:\d+|L))+) \* \*$/i.exec(pattern) ?? [];
  if (days === '') return null;
  const named = days.split(',').map((day) => (day.toUpperCase() === 'L' ? '最后一天' : `${Number(day)} 号`));
  const clock = [hour, minute, ...(Number(second) === 0 ? [] : [second])];
  const time = clock.map((part) => part.padStart(2, '0')).join(':');
  return `每月 ${named.slice(0, -1).join('、')}和${spaced(named.at(-1) as string)} ${time}`;
}

const spaced = (words: string) => (/^\d/.test(words) ? ` ${words}` : words);
