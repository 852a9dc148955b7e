import { useTexts } from '../../../lib/texts.ts';
import { Figures } from '../Figures.tsx';
import { governPaths } from '../govern-paths.ts';
import { useInstanceStatistics } from '../govern-queries.ts';
import { instancesTexts } from './instances-texts.ts';

/** How many instances there are, by health; each figure leads to those that it counts. */
export function InstancesFigures() {
  const t = useTexts(instancesTexts);
  const { data } = useInstanceStatistics();
  const known = data?.by_health;
  const figure = (value: number | undefined) => value ?? '–';
  return (
    <Figures
      label={t('title')}
      figures={[
        { name: t('totalCount'), value: figure(data?.total), to: governPaths.instances },
        {
          name: t('upCount'),
          value: figure(known?.up),
          tone: known && known.up > 0 ? 'success' : undefined,
          to: `${governPaths.instances}?health=up`,
        },
        {
          name: t('downCount'),
          value: figure(known?.down),
          tone: known && known.down > 0 ? 'error' : undefined,
          to: `${governPaths.instances}?health=down`,
        },
        {
          name: t('unknownCount'),
          value: figure(known?.unknown),
          to: `${governPaths.instances}?health=unknown`,
        },
        {
          name: t('inactiveCount'),
          value: figure(data && data.total - data.active),
          to: `${governPaths.instances}?is_active=false`,
        },
      ]}
    />
  );
}
