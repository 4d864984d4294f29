"""As at which day something is that goes on being written to: support, grants, rolls."""

from tymor.report.document import Document


def say_as_at(page: Document, table: str, academic_year: str) -> None:
    """One sentence: as at which day the area's rows of an input table and a year are.

    Nothing where no row says its day.
    """
    if not page.release.has("as_at"):
        return
    rows = page.release.table("as_at")
    told = (rows["table"] == table) & (rows["academic_year"] == academic_year)
    for row in rows[told & (rows["area_id"] == page.area_id)].to_dict("records"):
        first, last = row["first"].date(), row["last"].date()
        way = "some" if row["undated"] else "one" if first == last else "span"
        page.text(
            f"as_at.{table}.{way}",
            id=f"as_at.{table}",
            of_year=academic_year,
            **({"first": first, "last": last} if way == "span" else {"day": last}),
        )
