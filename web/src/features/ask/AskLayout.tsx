import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { useMedia, usePhone } from '../../lib/use-media.ts';
import { useStoredState } from '../../lib/use-stored-state.ts';
import { LazyDrawer } from '../../ui/LazyDrawer.tsx';
import styles from './AskLayout.module.css';
import { AskToolbar } from './AskToolbar.tsx';
import { askTexts } from './ask-texts.ts';

interface Props {
  title: string;
  /** Gets what to call when something was opened in it, so that a drawer closes. */
  list: (close: () => void) => ReactNode;
  schema: ReactNode;
  onNew: () => void;
  children: ReactNode;
}

/** Conversations at the left, the thread, the schema at the right; what does not fit becomes a drawer. */
export function AskLayout({ title, list, schema, onNew, children }: Props) {
  const t = useTexts(askTexts);
  const phone = usePhone();
  const wide = useMedia('(min-width: 1200px)');
  const [listDrawer, setListDrawer] = useState(false);
  const [schemaDrawer, setSchemaDrawer] = useState(false);
  const [schemaOpen, setSchemaOpen] = useStoredState<boolean>('ask-schema-open', false);
  const bare = { body: { padding: 0 } };
  return (
    <div className={styles.page}>
      {phone ? (
        <LazyDrawer
          open={listDrawer}
          onClose={() => setListDrawer(false)}
          placement="left"
          size={300}
          title={t('conversations')}
          styles={bare}
        >
          {list(() => setListDrawer(false))}
        </LazyDrawer>
      ) : (
        <aside className={styles.list} aria-label={t('conversations')}>
          {list(() => undefined)}
        </aside>
      )}
      <section className={styles.middle}>
        <AskToolbar
          title={title}
          schemaOpen={wide && schemaOpen}
          onOpenList={phone ? () => setListDrawer(true) : undefined}
          onNew={phone ? onNew : undefined}
          onToggleSchema={() => (wide ? setSchemaOpen(!schemaOpen) : setSchemaDrawer(true))}
        />
        {children}
      </section>
      {wide && schemaOpen && (
        <aside className={styles.schema} aria-label={t('schema')}>
          {schema}
        </aside>
      )}
      {!wide && (
        <LazyDrawer
          open={schemaDrawer}
          onClose={() => setSchemaDrawer(false)}
          size={phone ? '88vw' : 360}
          title={t('schema')}
          styles={bare}
        >
          {schema}
        </LazyDrawer>
      )}
    </div>
  );
}
