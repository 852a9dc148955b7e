import { AppstoreOutlined } from '@ant-design/icons';
import { extensionEndpoints } from '@sextant/contract/extensions';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { askTexts } from './ask-texts.ts';
import styles from './HomeTiles.module.css';

const shown = 12;

/** Extensions that shall be at hand where one begins; nothing while there are none. */
export function HomeTiles() {
  const t = useTexts(askTexts);
  const { data } = useQuery({
    queryKey: ['extensions', 'home'],
    queryFn: ({ signal }) =>
      call(extensionEndpoints.list, {
        query: { show_in_home: 'true', enabled: 'true', limit: shown },
        signal,
      }),
  });
  const tiles = data?.extensions.filter(({ may_run }) => may_run) ?? [];
  if (tiles.length === 0) return null;
  return (
    <nav className={styles.tiles} aria-label={t('homeTiles')}>
      {tiles.map(({ id, name, description }) => (
        <Link key={id} className={styles.tile} to={`/extensions/${encodeURIComponent(id)}`}>
          <AppstoreOutlined className={styles.icon} />
          <span className={styles.name}>{name}</span>
          {description !== '' && <span className={styles.text}>{description}</span>}
        </Link>
      ))}
    </nav>
  );
}
