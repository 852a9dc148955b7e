import { lazy, Suspense } from 'react';
import styles from './LazySqlEditor.module.css';
import type { SqlEditorProps } from './SqlEditor.tsx';

const Editor = lazy(async () => ({ default: (await import('./SqlEditor.tsx')).SqlEditor }));

/** The SQL editor, with the plain text in its place until the editor has loaded. */
export function LazySqlEditor(props: SqlEditorProps) {
  return (
    <Suspense fallback={<pre className={styles.plain}>{props.value}</pre>}>
      <Editor {...props} />
    </Suspense>
  );
}
