import { clauses, type GrammarRules, joins, none, plainGrammar, words } from './grammar-core.ts';
import { tsqlClauses } from './read-tsql.ts';
import { tsqlFunctions, tsqlTableFunctions } from './tsql.functions.ts';

/**
 * SQL Server needs no semicolon between statements, so a bare alias must never be a word that begins one. These are
 * its reserved words, but for those that are values by themselves (NULL, CURRENT_USER …), with the words that begin a
 * statement without being reserved.
 */
const reserved = `ADD ALL ALTER AND ANY AS ASC AUTHORIZATION BACKUP BEGIN BETWEEN BREAK BROWSE BULK BY CASCADE CASE CHECK
  CHECKPOINT CLOSE CLUSTERED COALESCE COLLATE COLUMN COMMIT COMPUTE CONSTRAINT CONTAINS CONTAINSTABLE CONTINUE CONVERT
  CREATE CROSS CURRENT CURSOR DATABASE DBCC DEALLOCATE DECLARE DELETE DENY DESC DISK DISTINCT DISTRIBUTED
  DOUBLE DROP DUMP ELSE END ERRLVL ESCAPE EXCEPT EXEC EXECUTE EXISTS EXIT EXTERNAL FETCH FILE FILLFACTOR FOR FOREIGN
  FREETEXT FREETEXTTABLE FROM FULL FUNCTION GOTO GRANT GROUP HAVING HOLDLOCK IDENTITY_INSERT IF IN INDEX INNER
  INSERT INTERSECT INTO IS JOIN KEY KILL LEFT LIKE LINENO LOAD MERGE NATIONAL NOCHECK NONCLUSTERED NOT NULLIF OF OFF
  OFFSETS ON OPEN OPENDATASOURCE OPENQUERY OPENROWSET OPENXML OPTION OR ORDER OUTER OVER PERCENT PIVOT PLAN PRECISION
  PRIMARY PRINT PROC PROCEDURE PUBLIC RAISERROR READ READTEXT RECONFIGURE REFERENCES REPLICATION RESTORE RESTRICT RETURN
  REVERT REVOKE RIGHT ROLLBACK ROWCOUNT RULE SAVE SCHEMA SECURITYAUDIT SELECT SEMANTICKEYPHRASETABLE
  SEMANTICSIMILARITYDETAILSTABLE SEMANTICSIMILARITYTABLE SET SETUSER SHUTDOWN SOME STATISTICS TABLE TABLESAMPLE TEXTSIZE
  THEN TO TOP TRAN TRANSACTION TRIGGER TRUNCATE TRY_CONVERT TSEQUAL UNION UNIQUE UNPIVOT UPDATE UPDATETEXT USE VALUES
  VARYING VIEW WAITFOR WHEN WHERE WHILE WITH WRITETEXT`;
const otherStarts = `THROW GO SEND RECEIVE MOVE GET ENABLE DISABLE RENAME COPY EXPLAIN LABEL COMMENT`;

export const tsqlGrammar: GrammarRules = {
  ...plainGrammar,
  reserved: words(reserved),
  notAliases: words(`${clauses} ${otherStarts} APPLY LIMIT`),
  callableKeywords: words('LEFT RIGHT COALESCE NULLIF CONVERT TRY_CONVERT CONTAINS FREETEXT'),
  functions: tsqlFunctions,
  tableFunctions: tsqlTableFunctions,
  refusedTables: words(
    'sql_logins syslogins sysxlogins linked_logins remote_logins sysremotelogins credentials',
  ),
  setOperators: words('UNION EXCEPT INTERSECT'),
  tailClauses: none,
  groupModifiers: words('ROLLUP CUBE'),
  joinWords: words(`${joins} APPLY LOOP HASH MERGE REMOTE`),
  binaryOperators: words('+ - * / % || | & ^ << >> = <> != < <= > >= !< !>'),
  stringAliases: true,
  pivots: true,
  recursiveWith: true,
  reservedNames: false,
  leadingSemicolons: true,
  spacedComparisons: true,
  convertedType: 'first',
  emptySchema: true,
  mostNameParts: 3,
  own: tsqlClauses,
};
