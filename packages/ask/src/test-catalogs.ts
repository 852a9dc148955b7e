import type { ColumnKind } from '@sextant/contract/result';
import type { Catalog, CatalogTable } from '@sextant/engines/catalog';
import { createValueIndex, type ValueIndex } from './value-index.ts';

interface TableSketch {
  /** Columns as `name kind`, the key first; ` -> table.column` makes a foreign key. */
  columns: string[];
  comment?: string;
  key?: string[];
}

/** A catalog from a short sketch, for tests: `{ orders: { columns: ['id integer', 'customer_id integer -> customers.id'] } }`. */
export function sketchCatalog(tables: Record<string, TableSketch>): Catalog {
  return {
    tables: Object.entries(tables).map(([name, sketch]): CatalogTable => {
      const parts = sketch.columns.map((column) => column.split(' -> '));
      const columns = parts.map(([head = '']) => head.split(' '));
      return {
        schema: null,
        name,
        kind: 'table',
        comment: sketch.comment ?? null,
        columns: columns.map(([column = '', kind = 'text', comment = null]) => ({
          name: column,
          type: kind,
          kind: kind as ColumnKind,
          nullable: false,
          comment,
        })),
        primaryKey: sketch.key ?? [columns[0]?.[0] ?? ''],
        foreignKeys: parts.flatMap(([head = '', target]) => {
          const [table = '', column = ''] = (target ?? '').split('.');
          if (!target) return [];
          return [
            {
              columns: [head.split(' ')[0] ?? ''],
              referencedSchema: null,
              referencedTable: table,
              referencedColumns: [column],
            },
          ];
        }),
        indexes: [],
        rowEstimate: null,
      };
    }),
  };
}

/** A value index from `{ 'table.column': [values] }`. */
export function sketchValues(values: Record<string, string[]>): ValueIndex {
  const index = createValueIndex();
  for (const [name, list] of Object.entries(values)) {
    const [table = '', column = ''] = name.split('.');
    index.add({ schema: null, table, column }, list, true);
  }
  return index;
}

export const shop = sketchCatalog({
  customers: {
    columns: ['id integer', 'name text', 'email text', 'country text', 'city text', 'signed_up_on date'],
  },
  products: {
    columns: ['id integer', 'name text', 'category text', 'price number', 'stock_quantity integer'],
  },
  orders: {
    columns: [
      'id integer',
      'customer_id integer -> customers.id',
      'order_date date',
      'status text',
      'shipped_on date',
    ],
  },
  order_items: {
    columns: [
      'order_id integer -> orders.id',
      'product_id integer -> products.id',
      'quantity integer',
      'unit_price number',
    ],
    key: ['order_id', 'product_id'],
  },
});

export const shopValues = sketchValues({
  'customers.country': ['China', 'France', 'Germany'],
  'customers.city': ['Beijing', 'Paris', 'Lyon', 'Berlin'],
  'products.category': ['Kitchen', 'Garden', 'Toys'],
  'orders.status': ['paid', 'cancelled', 'open'],
});

export const chineseShop = sketchCatalog({
  客户: { columns: ['客户编号 integer', '姓名 text', '性别 text', '城市 text', '注册日期 date'] },
  商品: { columns: ['商品编号 integer', '商品名称 text', '类别 text', '单价 number', '库存数量 integer'] },
  订单: {
    columns: [
      '订单编号 integer',
      '客户编号 integer -> 客户.客户编号',
      '下单时间 datetime',
      '订单金额 number',
      '状态 text',
    ],
  },
  订单明细: {
    columns: [
      '明细编号 integer',
      '订单编号 integer -> 订单.订单编号',
      '商品编号 integer -> 商品.商品编号',
      '数量 integer',
      '成交价 number',
    ],
  },
});

export const chineseShopValues = sketchValues({
  '客户.城市': ['上海', '北京', '杭州'],
  '客户.性别': ['男', '女'],
  '商品.类别': ['家电', '食品', '服装'],
  '订单.状态': ['已支付', '已取消'],
});

export const library = sketchCatalog({
  authors: {
    columns: [
      'author_id integer',
      'first_name text',
      'last_name text',
      'birth_year integer',
      'nationality text',
    ],
  },
  books: {
    columns: [
      'book_id integer',
      'title text',
      'author_id integer -> authors.author_id',
      'genre text',
      'pages integer',
      'published_year integer',
      'is_rare boolean',
    ],
  },
  readers: { columns: ['reader_id integer', 'name text', 'age integer', 'joined_on date'] },
  loans: {
    columns: [
      'loan_id integer',
      'book_id integer -> books.book_id',
      'reader_id integer -> readers.reader_id',
      'loaned_on date',
      'returned_on date',
    ],
  },
});

export const libraryValues = sketchValues({
  'books.genre': ['Fantasy', 'History', 'Poetry'],
  'books.title': ['The Long Road', 'Winter Birds'],
  'authors.nationality': ['Irish', 'Chilean'],
});

export const school = sketchCatalog({
  students: {
    columns: ['student_id integer', 'name text', 'grade integer', 'age integer', 'home_city text'],
  },
  teachers: {
    columns: [
      'teacher_id integer',
      'name text',
      'salary number',
      'hire_date date',
      'reports_to integer -> teachers.teacher_id',
    ],
  },
  courses: {
    columns: [
      'course_id integer',
      'course_name text',
      'credits integer',
      'teacher_id integer -> teachers.teacher_id',
    ],
  },
  enrolments: {
    columns: [
      'student_id integer -> students.student_id',
      'course_id integer -> courses.course_id',
      'score number',
    ],
    key: ['student_id', 'course_id'],
  },
});

export const schoolValues = sketchValues({
  'students.home_city': ['Leeds', 'York'],
  'courses.course_name': ['Algebra', 'Biology'],
  'teachers.name': ['Ada Reed', 'Tom Hill'],
});
