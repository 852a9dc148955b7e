/** PostgreSQL's built-in operators, from pg_operator, and those of pg_trgm, hstore and pgvector. */
export const postgresqlOperators: ReadonlySet<string> = new Set(
  `!! != !~ !~* !~~ !~~* # ## #- #= #> #>> % %> %>> & && &< &<| &> * *< *<= *<> *= *> *>= + - -> ->> -|- / <
    <#> <% <%> <+> <-> <->> <->>> << <<% <<-> <<<-> <<= <<| <= <=> <> <@ <@> <^ <~> = =% > >= >> >>= >^ ? ?#
    ?& ?- ?-| ?^ ?| ?|| @ @-@ @> @? @@ @@@ ^ ^@ | |&> |/ |>> || ||/ ~ ~* ~<=~ ~<~ ~= ~> ~>=~ ~>~ ~~ ~~*`.split(
    /\s+/,
  ),
);
