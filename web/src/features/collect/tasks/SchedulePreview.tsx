import { type ScheduleType, taskEndpoints } from '@sextant/contract/tasks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../../lib/api-client.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { localeOf, useTexts } from '../../../lib/texts.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { describeError } from '../../../ui/describe-error.ts';
import { uiTexts } from '../../../ui/ui-texts.ts';
import { collectKeys } from '../collect-queries.ts';
import styles from './SchedulePreview.module.css';
import { tasksTexts } from './tasks-texts.ts';

interface Props {
  type: ScheduleType;
  expression: string;
  timezone: string | null;
}

/** A schedule in words with its next ten times, in its own time zone; or what is wrong with it. */
export function SchedulePreview(props: Props) {
  const t = useTexts(tasksTexts);
  const u = useTexts(uiTexts);
  const { language } = usePreferences();
  const { type, expression, timezone } = useDebounced(props, 300);
  const needed = type !== 'manual';
  const preview = useQuery({
    queryKey: [...collectKeys.tasks, 'preview', type, expression, timezone, language],
    queryFn: ({ signal }) =>
      call(taskEndpoints.preview, {
        body: { schedule_type: type, schedule_expression: expression, timezone },
        signal,
      }),
    enabled: !needed || expression !== '',
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  if (needed && expression === '') return null;
  if (preview.isError) {
    return (
      <p className={styles.problem} role="alert">
        {describeError(preview.error, u).what}
      </p>
    );
  }
  if (!preview.data) return null;
  const format = new Intl.DateTimeFormat(localeOf(language), {
    timeZone: preview.data.timezone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return (
    <section className={styles.preview} aria-live="polite" aria-label={t('nextTimes')}>
      <p className={styles.words}>{preview.data.text}</p>
      <p className={styles.faint}>
        {preview.data.times.length === 0 ? t('noTimes') : `${t('nextTimes')} · ${preview.data.timezone}`}
      </p>
      <ol className={styles.times}>
        {preview.data.times.map((time) => (
          <li key={time}>
            <time dateTime={time}>{format.format(new Date(time))}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
