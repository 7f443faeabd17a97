"""Each library for tables reads a table as what it is: the same types, the same values."""

import gc
import threading
from datetime import UTC, datetime
from typing import Any

import pytest

from aa_sdk.frames._tables.libraries import needed
from aa_sdk.frames.tables import Table, details_table, findings_table
from tests.frames.rows import external, summary, v1, whole

pytest.importorskip("nanoarrow")

FAR = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
EARLY = datetime(1, 1, 1, tzinfo=UTC)
FINDINGS: list[Any] = [
    summary(resource="nul \0 \N{PILE OF POO}", created_at=FAR),
    v1(is_public=True, principal={"AWS": "*"}, action=["s3:Get", ""], created_at=EARLY),
    v1(is_public=False, action=[]),
    whole(external(), next_token="more"),
]
TYPES = {
    "polars": {
        "string": "String",
        "timestamp[us, UTC]": "Datetime(time_unit='us', time_zone='UTC')",
        "bool": "Boolean",
        "int64": "Int64",
        "list<string>": "List(String)",
    },
    "pyarrow": {
        "string": "string",
        "timestamp[us, UTC]": "timestamp[us, tz=UTC]",
        "bool": "bool",
        "int64": "int64",
        "list<string>": "list<item: string>",
    },
    "duckdb": {
        "string": "VARCHAR",
        "timestamp[us, UTC]": "TIMESTAMP WITH TIME ZONE",
        "bool": "BOOLEAN",
        "int64": "BIGINT",
        "list<string>": "VARCHAR[]",
    },
    "pandas": {
        "timestamp[us, UTC]": "datetime64[us, UTC]",
        "bool": "boolean",
        "int64": "Int64",
        "list<string>": "object",
    },
}


def tables() -> list[Table]:
    """A table with something in every kind of column, one with nothing, and a long one."""
    return [
        findings_table(FINDINGS),
        findings_table([]),
        details_table(FINDINGS[1:]),
        findings_table([summary(id=f"{n}") for n in range(10_000)]),
    ]


def expected(library: str, table: Table) -> dict[str, str]:
    return {name: TYPES[library][kind] for name, kind in table.schema.items()}


def test_polars_reads_the_same_types_and_values() -> None:
    pl: Any = pytest.importorskip("polars")
    for table in tables():
        for frame in (pl.DataFrame(table), table.to_polars(), pl.DataFrame(table)):
            assert {n: repr(t) for n, t in frame.schema.items()} == expected("polars", table)
            assert frame.to_dicts() == table.to_dicts()


def test_pyarrow_reads_the_same_types_and_values_and_finds_them_valid() -> None:
    pa: Any = pytest.importorskip("pyarrow")
    for table in tables():
        for read in (pa.table(table), table.to_arrow()):
            read.validate(full=True)
            assert {f.name: str(f.type) for f in read.schema} == expected("pyarrow", table)
            assert read.to_pylist() == table.to_dicts()
        assert pa.schema(table) == read.schema


def test_pyarrow_gets_the_schema_that_it_asks_for() -> None:
    pa: Any = pytest.importorskip("pyarrow")
    table = findings_table(FINDINGS)
    wanted = pa.schema([pa.field(f.name, f.type, f.nullable) for f in pa.schema(table)])
    assert pa.table(table, schema=wanted).equals(pa.table(table))


def test_duckdb_reads_the_same_types_and_values() -> None:
    duckdb: Any = pytest.importorskip("duckdb")
    for table in tables():
        rows_of = table  # noqa: F841 (DuckDB finds it by its name, and `table` is a word of SQL)
        relation = duckdb.sql("select * from rows_of")
        names = relation.columns
        types = dict(zip(names, map(str, relation.types), strict=True))
        assert types == expected("duckdb", table)
        # Moments as texts: reading them as objects needs a library for time zones.
        moments = [name for name, kind in table.schema.items() if kind.startswith("time")]
        replaced = ", ".join(f"epoch_us({name}) as {name}" for name in moments)
        rows = duckdb.sql(f"select * replace ({replaced}) from rows_of").fetchall()  # noqa: S608 (our own names)
        told = [dict(zip(names, row, strict=True)) for row in rows]
        micros = [{**row, **{n: in_micros(row[n]) for n in moments}} for row in table.to_dicts()]
        assert told == micros
        assert duckdb.sql("select count(*) from rows_of").fetchall() == [(len(table),)]


def in_micros(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def test_pandas_reads_the_same_types_and_values() -> None:
    pd: Any = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    for table in tables():
        frame = table.to_pandas()
        types = {"string": str(frame["id"].dtype) if "id" in frame else str(frame["status"].dtype)}
        TYPES["pandas"].update(types)
        assert {n: str(t) for n, t in frame.dtypes.items()} == expected("pandas", table)
        for name in table.columns:
            given = [plain(pd, value) for value in frame[name]]
            assert given == table[name], name
        if hasattr(pd.DataFrame, "from_arrow"):
            assert list(pd.DataFrame.from_arrow(table).columns) == list(table.columns)
            moments = pd.DataFrame.from_arrow(table)["last_accessed"]
            assert str(moments.dtype) == "datetime64[us, UTC]"


def plain(pd: Any, value: Any) -> Any:
    if hasattr(value, "tolist"):  # an array, or a number of NumPy's
        return value.tolist()
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 (NaN)
        return None
    return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value


def test_a_frame_that_cannot_read_a_table_says_so_and_makes_nothing_of_it() -> None:
    pd: Any = pytest.importorskip("pandas")
    with pytest.raises((TypeError, ValueError)):
        pd.DataFrame(findings_table(FINDINGS))


def test_a_stream_that_nobody_reads_leaves_nothing_behind() -> None:
    table = findings_table([summary(resource="x" * 1000) for _ in range(100)])
    alive = gc.get_objects
    for _ in range(3):
        table.__arrow_c_stream__()
        table.__arrow_c_schema__()
    gc.collect()
    before = len(alive())
    for _ in range(50):
        table.__arrow_c_stream__()
        table.__arrow_c_schema__()
    gc.collect()
    assert len(alive()) <= before + 5
    assert table["resource"] == ["x" * 1000] * 100


def test_what_was_read_outlives_the_table() -> None:
    pa: Any = pytest.importorskip("pyarrow")
    table = findings_table(FINDINGS)
    rows = table.to_dicts()
    read = pa.table(table)
    del table
    gc.collect()
    assert read.to_pylist() == rows


def test_threads_read_one_table_at_once() -> None:
    pa: Any = pytest.importorskip("pyarrow")
    table = findings_table([summary(id=f"{n}") for n in range(5000)])
    read: list[int] = []
    threads = [
        threading.Thread(target=lambda: read.append(pa.table(table).num_rows)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [5000] * 8


def test_a_library_that_is_not_there_is_named_with_how_to_get_it() -> None:
    with pytest.raises(ModuleNotFoundError, match="to_x needs no_such_one: pip install no_such_"):
        needed("to_x", "no_such_one")
