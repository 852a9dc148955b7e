import { Link } from 'react-router';
import { usePreferences } from '../../../lib/preferences.ts';
import { localeOf, useTexts } from '../../../lib/texts.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { useTaskCalendar } from '../collect-queries.ts';
import { collectPaths } from '../paths.ts';
import { dayAfter, dayIn } from '../tasks/calendar-days.ts';
import { ListCard } from './ListCard.tsx';
import styles from './OverviewPage.module.css';
import { overviewTexts } from './overview-texts.ts';

const shown = 10;
const daysAhead = 7;

/** What runs next, each task once. */
export function ComingCard() {
  const t = useTexts(overviewTexts);
  const { language } = usePreferences();
  const today = dayIn(new Date(), undefined);
  // The day of the installation may be the one before or after.
  const { data } = useTaskCalendar(dayAfter(today, -1), dayAfter(today, daysAhead));
  const clock = new Intl.DateTimeFormat(localeOf(language), {
    timeZone: data?.timezone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const first = new Map((data?.entries ?? []).toReversed().map((entry) => [entry.task_id, entry]));
  const coming = [...first.values()]
    .toReversed()
    .flatMap(({ task_id: id, task_name: name, times: [at] }) => (at === undefined ? [] : [{ id, name, at }]));
  coming.sort((one, other) => (one.at < other.at ? -1 : 1));
  return (
    <ListCard
      title={t('coming')}
      more={{ name: t('calendar'), to: collectPaths.tasksView({ view: 'week' }) }}
      empty={data ? t('noneComing') : null}
    >
      {coming.slice(0, shown).map(({ id, name, at }) => (
        <li key={id}>
          <Link className={styles.name} to={collectPaths.task(id)}>
            {name}
          </Link>
          <span className={styles.side}>{clock.format(new Date(at))}</span>
          <span className={styles.side}>
            <Moment time={at} />
          </span>
        </li>
      ))}
    </ListCard>
  );
}
