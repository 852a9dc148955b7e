import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import type { CalendarEntry } from '@sextant/contract/tasks';
import { Alert, Button, Space } from 'antd';
import { usePreferences } from '../../../lib/preferences.ts';
import { localeOf, useTexts } from '../../../lib/texts.ts';
import { useListAddress } from '../../../lib/use-list-address.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { useTaskCalendar } from '../collect-queries.ts';
import { dayAfter, dayIn, monthAfter, monthOf, weekOf } from './calendar-days.ts';
import styles from './TaskCalendar.module.css';
import { tasksTexts } from './tasks-texts.ts';

const shownInMonth = 3;

interface Props {
  view: 'week' | 'month';
  onOpen: (taskId: string) => void;
}

/** Which tasks run on which day and when, from now on; the day stands in the address. */
export function TaskCalendar({ view, onOpen }: Props) {
  const t = useTexts(tasksTexts);
  const { language } = usePreferences();
  const { values, show } = useListAddress(['day', 'view']);
  const phone = usePhone();
  const isMonth = view === 'month';
  const chosen = /^\d{4}-\d{2}-\d{2}$/.test(values.day ?? '') ? values.day : undefined;
  const day = chosen ?? dayIn(new Date(), undefined);
  const days = daysShown(isMonth, chosen, day);
  const calendar = useTaskCalendar(days[0] as string, days.at(-1) as string);
  const move = (by: number) => show({ day: isMonth ? monthAfter(day, by) : dayAfter(day, by * 7) });
  if (calendar.isError) return <ErrorNotice error={calendar.error} onRetry={() => void calendar.refetch()} />;
  if (!calendar.data) return <PageSkeleton />;
  const { entries, timezone, is_truncated: isTruncated } = calendar.data;
  const today = dayIn(new Date(), timezone);
  const byDay = Map.groupBy(entries, (entry) => entry.day);
  const shown = phone ? days.filter((one) => byDay.has(one)) : days;
  return (
    <section aria-label={t('calendar')} aria-busy={calendar.isPlaceholderData}>
      <div className={styles.head}>
        <Space.Compact>
          <Button icon={<LeftOutlined />} aria-label={t('earlier')} onClick={() => move(-1)} />
          <Button onClick={() => show({ day: undefined })}>{t('today')}</Button>
          <Button icon={<RightOutlined />} aria-label={t('later')} onClick={() => move(1)} />
        </Space.Compact>
        <h2>{titleOf(days, isMonth ? chosen : undefined, language)}</h2>
        <span className={styles.zone}>{timezone}</span>
      </div>
      {isTruncated && <Alert type="info" showIcon title={t('calendarCut')} />}
      {phone && shown.length === 0 && <p>{t('calendarEmpty')}</p>}
      <div className={isMonth ? styles.month : styles.week}>
        {shown.map((one) => (
          <Day
            key={one}
            day={one}
            entries={byDay.get(one) ?? []}
            limit={isMonth && !phone ? shownInMonth : Number.POSITIVE_INFINITY}
            timezone={timezone}
            look={
              one === today
                ? 'today'
                : one < today || (isMonth && chosen !== undefined && !sameMonth(one, day))
                  ? 'faint'
                  : 'plain'
            }
            onOpen={onOpen}
            onMore={() => show({ day: one, view: 'week' })}
          />
        ))}
      </div>
      {!phone && entries.length === 0 && <p className={styles.zone}>{t('calendarEmpty')}</p>}
    </section>
  );
}

interface DayProps {
  day: string;
  entries: readonly CalendarEntry[];
  limit: number;
  timezone: string;
  look: 'today' | 'faint' | 'plain';
  onOpen: (taskId: string) => void;
  onMore: () => void;
}

function Day({ day, entries, limit, timezone, look, onOpen, onMore }: DayProps) {
  const t = useTexts(tasksTexts);
  const { language } = usePreferences();
  const clock = new Intl.DateTimeFormat(localeOf(language), {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const weekday = new Intl.DateTimeFormat(localeOf(language), { timeZone: 'UTC', weekday: 'short' });
  const hidden = entries.length - limit;
  return (
    <div className={`${styles.day} ${styles[look] ?? ''}`}>
      <div className={styles.date}>
        <span>{weekday.format(new Date(day))}</span> <b>{Number(day.slice(8))}</b>
      </div>
      {entries.slice(0, limit).map(({ task_id: id, task_name: name, times, has_more: hasMore }) => {
        const all = times.map((time) => clock.format(new Date(time))).join(' ');
        return (
          <button
            key={id}
            type="button"
            className={styles.entry}
            title={`${name}\n${all}${hasMore ? ' …' : ''}`}
            onClick={() => onOpen(id)}
          >
            <time>{clock.format(new Date(times[0] as string))}</time>
            <span className={styles.name}>{name}</span>
            {times.length > 1 && (
              <span className={styles.count}>
                {t('times', { count: `${times.length}${hasMore ? '+' : ''}` })}
              </span>
            )}
          </button>
        );
      })}
      {hidden > 0 && (
        <button type="button" className={styles.more} onClick={onMore}>
          {t('more', { count: hidden })}
        </button>
      )}
    </div>
  );
}

const sameMonth = (one: string, other: string) => one.slice(0, 7) === other.slice(0, 7);

/** From today on until a day is chosen, for what is over does not run; then the whole week or month. */
function daysShown(isMonth: boolean, chosen: string | undefined, today: string): string[] {
  if (chosen !== undefined) return isMonth ? monthOf(chosen) : weekOf(chosen);
  const first = isMonth ? (weekOf(today)[0] as string) : today;
  return Array.from({ length: isMonth ? 35 : 7 }, (_, at) => dayAfter(first, at));
}

/** The month that was chosen, or the first and the last day. */
function titleOf(days: readonly string[], month: string | undefined, language: 'zh' | 'en'): string {
  const format = new Intl.DateTimeFormat(localeOf(language), {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'long',
    ...(month === undefined && { day: 'numeric' }),
  });
  if (month !== undefined) return format.format(new Date(month));
  return format.formatRange(new Date(days[0] as string), new Date(days.at(-1) as string));
}
