import type { TableSummary } from '@sextant/contract/schema-browser';
import type { MenuProps } from 'antd';
import { createContext, useContext } from 'react';

/** What tables and lines of the diagram need besides their own data. */
export interface DiagramContext {
  connectionId: string;
  /** Whether the person may add and remove relationships. */
  mayChange: boolean;
  /** The columns of a table with relationships. */
  relatedOf: (id: string) => ReadonlySet<string>;
  isFolded: (table: TableSummary) => boolean;
  toggleFold: (table: TableSummary) => void;
  menuOf: (table: TableSummary) => NonNullable<MenuProps['items']>;
  /** Whether the chosen relationship begins or ends at a column. */
  isMarked: (id: string, column: string) => boolean;
  removeRelationship: (key: string) => void;
}

const context = createContext<DiagramContext | null>(null);

export const DiagramContextProvider = context.Provider;

/** Throws outside of a diagram. */
export function useDiagramContext(): DiagramContext {
  const value = useContext(context);
  if (value === null) throw new Error('not inside a diagram');
  return value;
}
