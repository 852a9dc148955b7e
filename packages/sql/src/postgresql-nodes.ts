/**
 * Every node of PostgreSQL's parse tree that a read-only statement may hold, with every field it may have.
 * A field that holds a structure without a type tag names it after a colon. What is missing here is refused:
 * SelectStmt has no intoClause and no lockingClause, for instance.
 */
const table = `
SelectStmt distinctClause targetList fromClause whereClause groupClause groupDistinct havingClause windowClause valuesLists sortClause limitOffset limitCount limitOption withClause:WithClause op all larg:SelectStmt rarg:SelectStmt
WithClause ctes recursive
CommonTableExpr ctename aliascolnames ctematerialized ctequery search_clause:CTESearchClause cycle_clause:CTECycleClause
CTESearchClause search_col_list search_breadth_first search_seq_column
CTECycleClause cycle_col_list cycle_mark_column cycle_mark_value cycle_mark_default cycle_path_column
ResTarget name val
RangeVar catalogname schemaname relname inh relpersistence alias:Alias
RangeSubselect lateral subquery alias:Alias
RangeFunction lateral ordinality is_rowsfrom functions alias:Alias coldeflist
RangeTableSample relation method args repeatable
RangeTableFunc lateral docexpr rowexpr namespaces columns alias:Alias
RangeTableFuncCol colname typeName:TypeName for_ordinality is_not_null colexpr coldefexpr
JoinExpr jointype isNatural larg rarg usingClause join_using_alias:Alias quals alias:Alias rtindex
Alias aliasname colnames
ColumnDef colname typeName:TypeName collClause:CollateClause is_local
ColumnRef fields
ParamRef number
A_Star
A_Const ival:Leaf fval:Leaf boolval:Leaf sval:Leaf bsval:Leaf isnull
Leaf ival fval boolval sval bsval
Integer ival
Float fval
Boolean boolval
String sval
BitString bsval
A_Expr kind name lexpr rexpr rexpr_list_start rexpr_list_end
A_Indices is_slice lidx uidx
A_Indirection arg indirection
A_ArrayExpr elements list_start list_end
BoolExpr boolop args
NullTest arg nulltesttype argisrow
BooleanTest arg booltesttype
CaseExpr arg args defresult
CaseWhen expr result
CoalesceExpr args
MinMaxExpr op args
CollateClause arg collname
TypeCast arg typeName:TypeName
TypeName names typeOid setof typmods typemod arrayBounds
SQLValueFunction op typmod
FuncCall funcname args agg_order agg_filter over:WindowDef agg_within_group agg_star agg_distinct func_variadic funcformat
NamedArgExpr arg name argnumber
WindowDef name refname partitionClause orderClause frameOptions startOffset endOffset
SortBy node sortby_dir sortby_nulls useOp
GroupingFunc args
GroupingSet kind content
RowExpr args row_format
SubLink subLinkType testexpr operName subselect
List items
XmlExpr op name named_args arg_names args xmloption indent
XmlSerialize xmloption expr typeName:TypeName indent
JsonFormat format_type encoding
JsonReturning format:JsonFormat typid typmod
JsonOutput typeName:TypeName returning:JsonReturning
JsonValueExpr raw_expr formatted_expr format:JsonFormat
JsonKeyValue key value:JsonValueExpr
JsonArgument val:JsonValueExpr name
JsonBehavior btype expr coerce
JsonFuncExpr op column_name context_item:JsonValueExpr pathspec passing output:JsonOutput on_empty:JsonBehavior on_error:JsonBehavior wrapper quotes
JsonTablePathSpec string name name_location
JsonTable context_item:JsonValueExpr pathspec:JsonTablePathSpec passing columns on_error:JsonBehavior alias:Alias lateral
JsonTableColumn coltype name typeName:TypeName pathspec:JsonTablePathSpec format:JsonFormat wrapper quotes columns on_empty:JsonBehavior on_error:JsonBehavior
JsonParseExpr expr:JsonValueExpr output:JsonOutput unique_keys
JsonScalarExpr expr output:JsonOutput
JsonSerializeExpr expr:JsonValueExpr output:JsonOutput
JsonObjectConstructor exprs output:JsonOutput absent_on_null unique
JsonArrayConstructor exprs output:JsonOutput absent_on_null
JsonArrayQueryConstructor query output:JsonOutput format:JsonFormat absent_on_null
JsonAggConstructor output:JsonOutput agg_filter agg_order over:WindowDef
JsonObjectAgg constructor:JsonAggConstructor arg:JsonKeyValue absent_on_null unique
JsonArrayAgg constructor:JsonAggConstructor arg:JsonValueExpr absent_on_null
JsonIsPredicate expr format:JsonFormat item_type unique_keys
`;

/** Field name to the type of the untagged structure in it, or null where the value carries its own tag. */
type Fields = ReadonlyMap<string, string | null>;

function parseLine(line: string): [string, Fields] {
  const [type = '', ...fields] = line.split(' ');
  const entries = fields.map((field): [string, string | null] => {
    const [name = '', structure = null] = field.split(':');
    return [name, structure];
  });
  return [type, new Map([...entries, ['location', null]])];
}

export const postgresqlNodes: ReadonlyMap<string, Fields> = new Map(table.trim().split('\n').map(parseLine));
