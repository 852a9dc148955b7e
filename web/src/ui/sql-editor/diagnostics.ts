import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, hoverTooltip } from '@codemirror/view';

/** Something to say about a piece of the text. `from` and `to` are offsets. */
export interface Diagnostic {
  from: number;
  to: number;
  severity: 'error' | 'warning' | 'info';
  message: string;
}

const replaceDiagnostics = StateEffect.define<readonly Diagnostic[]>();

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (before, transaction) => {
    let after = before.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(replaceDiagnostics)) after = marksOf(effect.value, transaction.newDoc.length);
    }
    return after;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function marksOf(diagnostics: readonly Diagnostic[], length: number): DecorationSet {
  const ranges = diagnostics
    .filter(({ from, to }) => from < to && to <= length)
    .map((diagnostic) =>
      Decoration.mark({ class: `cm-finding cm-finding-${diagnostic.severity}`, diagnostic }).range(
        diagnostic.from,
        diagnostic.to,
      ),
    );
  return Decoration.set(ranges, true);
}

const tooltip = hoverTooltip((view, position, side) => {
  const hits: { diagnostic: Diagnostic; from: number; to: number }[] = [];
  view.state.field(marks).between(position, position, (from, to, { spec }) => {
    const outside = (from === position && side < 0) || (to === position && side > 0);
    if (!outside) hits.push({ diagnostic: spec.diagnostic as Diagnostic, from, to });
  });
  if (hits.length === 0) return null;
  return {
    pos: Math.min(...hits.map(({ from }) => from)),
    end: Math.max(...hits.map(({ to }) => to)),
    above: true,
    create: () => ({ dom: tooltipOf(hits.map(({ diagnostic }) => diagnostic)) }),
  };
});

function tooltipOf(diagnostics: readonly Diagnostic[]): HTMLElement {
  const list = document.createElement('ul');
  list.className = 'cm-finding-list';
  for (const { severity, message } of diagnostics) {
    const item = document.createElement('li');
    item.className = `cm-finding-item cm-finding-item-${severity}`;
    item.textContent = message;
    list.append(item);
  }
  return list;
}

const look = EditorView.theme({
  '.cm-finding': { textDecoration: 'underline wavy 1px', textUnderlineOffset: '3px' },
  '.cm-finding-error': { textDecorationColor: 'var(--ant-color-error)' },
  '.cm-finding-warning': { textDecorationColor: 'var(--ant-color-warning)' },
  '.cm-finding-info': { textDecorationColor: 'var(--ant-color-info)', textDecorationStyle: 'dotted' },
  '.cm-finding-list': { margin: 0, padding: '6px 10px', maxWidth: '440px', listStyle: 'none' },
  '.cm-finding-item': { paddingInlineStart: '8px', borderInlineStart: '3px solid' },
  '.cm-finding-item + .cm-finding-item': { marginTop: '6px' },
  '.cm-finding-item-error': { borderColor: 'var(--ant-color-error)' },
  '.cm-finding-item-warning': { borderColor: 'var(--ant-color-warning)' },
  '.cm-finding-item-info': { borderColor: 'var(--ant-color-info)' },
});

/** Underlines with their message on hover. */
export const diagnosticsExtension: Extension = [marks, tooltip, look];

export function showDiagnostics(view: EditorView, diagnostics: readonly Diagnostic[]): void {
  view.dispatch({ effects: replaceDiagnostics.of(diagnostics) });
}
