import type { EditorView } from '@codemirror/view';
import { flavourOf } from './dialects.ts';
import { type SqlStatement, statementAt, statementsIn } from './sql-statements.ts';

/** What may be done to an editor from outside. Offsets are those of the text. */
export interface SqlEditorHandle {
  focus: () => void;
  text: () => string;
  /** All statements. */
  statements: () => SqlStatement[];
  /** The statements of the selection, or the one at the cursor. */
  chosen: () => SqlStatement[];
  /** Puts text in place of the selection. */
  insert: (text: string) => void;
  /** Other text as one step that can be undone; the cursor stays where it can. */
  replaceAll: (text: string) => void;
  /** Selects a range and scrolls to it. */
  select: (from: number, to: number) => void;
}

export function editorHandle(view: EditorView, driver: () => string | undefined): SqlEditorHandle {
  const all = () => statementsIn(view.state.doc.toString(), flavourOf(driver()).dialect);
  return {
    focus: () => view.focus(),
    text: () => view.state.doc.toString(),
    statements: all,
    chosen: () => {
      const { from, to, head } = view.state.selection.main;
      if (from !== to) return shifted(view.state.sliceDoc(from, to), from, driver());
      const statement = statementAt(all(), head);
      return statement === null ? [] : [statement];
    },
    insert: (text) => {
      view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true, userEvent: 'input' });
      view.focus();
    },
    replaceAll: (text) => {
      const head = Math.min(view.state.selection.main.head, text.length);
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        selection: { anchor: head },
        userEvent: 'input.replace',
      });
    },
    select: (from, to) => {
      const end = view.state.doc.length;
      view.dispatch({
        selection: { anchor: Math.min(from, end), head: Math.min(to, end) },
        scrollIntoView: true,
      });
      view.focus();
    },
  };
}

function shifted(text: string, by: number, driver: string | undefined): SqlStatement[] {
  return statementsIn(text, flavourOf(driver).dialect).map(({ sql, from, to }) => ({
    sql,
    from: from + by,
    to: to + by,
  }));
}
