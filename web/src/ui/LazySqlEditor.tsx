import { type ComponentProps, lazy, Suspense } from 'react';
import styles from './LazySqlEditor.module.css';
import type { SqlEditor } from './SqlEditor.tsx';

const Editor = lazy(async () => ({ default: (await import('./SqlEditor.tsx')).SqlEditor }));

/** The SQL editor, with the plain text in its place until the editor has loaded. */
export function LazySqlEditor(props: ComponentProps<typeof SqlEditor>) {
  return (
    <Suspense fallback={<pre className={styles.plain}>{props.value}</pre>}>
      <Editor {...props} />
    </Suspense>
  );
}
