"""Changes of learners' rows: a level, a grade, a subject, a group or a school, of one learner."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tymor.audit.twins.edits import Counted, Edits, Numbers
from tymor.disclosure.protect import HIDDEN
from tymor.inputs import Inputs
from tymor.measures.counting.database import Engine
from tymor.measures.counting.learners import open_learners, quoted, with_phase_before
from tymor.measures.pupils.catalogue import every_rule
from tymor.measures.pupils.groups import FLAGS
from tymor.measures.pupils.progression import BEFORE
from tymor.measures.pupils.rule import GRADES, SUBJECTS, Phase

_ANSWER = {True: "yes", False: "no"}
_OTHER_SEX = {"M": "F", "F": "M"}
#: Grades that no A level has.
_GCSE_ONLY = ("F", "G")
#: A subject that a learner has in place of another.
_INSTEAD = {"lce": "lcw", "lcw": "lce"}
#: So many rows are looked at together: some 100 MB.
_AT_ONCE = 20_000


@dataclass(frozen=True)
class Change:
    """What becomes of a learner's rows of a phase and year: ``column`` is ``to``.

    Of all subjects, or one. Without a column the rows go; with :data:`MORE` there is one more,
    of this subject, in which the first of ``to`` is the second. Without a phase it is all rows.
    """

    pupil_id: str
    academic_year: str
    phase: str
    subject: str
    column: str
    to: object = ""


#: In place of a column: there is one more row.
MORE = "+"


@dataclass(frozen=True)
class _Changed:
    """Rows of learners as they are and as they would be, and what is done for that.

    ``edit`` says of each row which of the changes ``does`` it belongs to.
    """

    before: pd.DataFrame
    after: pd.DataFrame
    edit: np.ndarray
    does: Sequence[Change]

    @classmethod
    def all_of(cls, ways: Sequence["_Changed"]) -> "_Changed":
        before, after = (
            pd.concat([getattr(way, name) for way in ways], ignore_index=True)
            for name in ("before", "after")
        )
        starts = np.cumsum([0, *(len(way.does) for way in ways)])
        edit = np.concatenate([way.edit + at for way, at in zip(ways, starts, strict=False)])
        return cls(before, after, edit, [each for way in ways for each in way.does])


class _Schools:
    """The schools that a learner may be at instead, without being seen: of one authority, where
    something is withheld of all learners.
    """

    def __init__(self, cells: pd.DataFrame, numbers: Numbers) -> None:
        of_all = cells[(cells["group"] == "all") & (cells["state"] == HIDDEN)]
        names = zip(of_all["area_id"], of_all["academic_year"], of_all["phase"], strict=True)
        self._hidden, self._above = set(names), numbers.above

    def pairs(self, phase: str, rows: pd.DataFrame) -> Iterator[tuple[str, str]]:
        year = rows["academic_year"].iloc[0]
        schools = sorted(rows["school_id"].unique())
        hidden = [each for each in schools if (each, year, phase) in self._hidden]
        for here in hidden:
            for there in hidden:
                if here != there and self._above[here] == self._above[there]:
                    yield here, there


class LearnerEdits:
    """Every change of learners' rows that is looked at."""

    def __init__(
        self,
        engine: Engine,
        inputs: Inputs,
        numbers: Numbers,
        cells: pd.DataFrame,
        groups: Mapping[str, str],
    ) -> None:
        assert inputs.learners is not None
        self._groups = groups
        self._engine, self._numbers = engine, numbers
        self._schools = _Schools(cells, numbers)
        open_learners(engine, inputs.learners)
        results = inputs.tables["results"]
        self._ids = results["pupil_id"].cat.categories.to_numpy()
        graded = results.loc[results["grade"] != "", ["phase", "subject"]].drop_duplicates()
        self._graded = set(graded.astype("str").itertuples(index=False, name=None))
        self._learners = {phase: self._read(phase) for phase in SUBJECTS}
        self._entries = self._read_entries()
        self._later = {early: (late, years) for late, (early, years) in BEFORE.items()}
        self._once = self._seen_once()

    def every(self) -> Iterator[Edits]:
        for phase, learners in self._learners.items():
            for year, rows in learners.groupby("academic_year", sort=True):
                own = rows.reset_index(drop=True)
                ways = list(self._of_subjects(phase, own))
                if year in self._numbers.years:
                    ways += self._of_learners(phase, own, self._ids[own["pupil"]])
                yield self._edits(phase, _Changed.all_of(ways))
        for _, rows in self._entries.groupby("academic_year", sort=True):
            own = rows.reset_index(drop=True)
            ways = [*self._of_entries(own), *self._of_learners("post16", own, own["pupil_id"])]
            yield self._edits("post16", _Changed.all_of(ways))

    def _read(self, phase: Phase) -> pd.DataFrame:
        rows = self._engine.execute(with_phase_before(phase)).df()
        rows = rows.astype(dict.fromkeys(["school_id", "academic_year", "sex"], "str"))
        rows = rows.astype(dict.fromkeys(FLAGS, "boolean"))
        own = rows[rows["school_id"].isin(list(self._numbers.above))]
        return own.sort_values(["academic_year", "school_id", "pupil"], ignore_index=True)

    def _read_entries(self) -> pd.DataFrame:
        """Post-16: a row an entry that has a grade; its rank is the ``score``."""
        grades = ", ".join(quoted(grade) for grade in GRADES)
        rows = self._engine.execute(f"""
            SELECT *, list_position([{grades}], grade) - 1 AS score FROM results
            WHERE phase = 'post16' AND grade IS NOT NULL
            ORDER BY academic_year, school_id, pupil_id, subject
        """).df()
        rows = rows.astype(dict.fromkeys(FLAGS, "boolean"))
        known = rows["school_id"].isin(list(self._numbers.above))
        return rows[known & rows["academic_year"].isin(self._numbers.years)]

    def _seen_once(self) -> frozenset[str]:
        """Learners of one phase and year of those shown: of others a person's sex is left alone."""
        years = list(self._numbers.years)
        seen = [self._ids[each.loc[each["academic_year"].isin(years), "pupil"]]
                for each in self._learners.values()]  # fmt: skip
        entries = self._entries.drop_duplicates(["pupil_id", "academic_year"])["pupil_id"]
        times = pd.Series(np.concatenate([*seen, entries.to_numpy(object)])).value_counts()
        return frozenset(times.index[times == 1])

    def _of_subjects(self, phase: Phase, own: pd.DataFrame) -> Iterator[_Changed]:
        """One level or grade up or down; a subject taken, not taken, or in place of another."""
        for subject in SUBJECTS[phase]:
            scale = self._learners[phase][subject]
            for by in (1, -1):
                after = own.assign(**{subject: own[subject] + by})
                fits = after[subject].between(scale.min(), scale.max()).fillna(value=False)
                column = self._column(phase, subject)
                to = self._written(phase, subject, after)
                yield self._changed(phase, own, after, fits, subject, column, to)
            taken = own[subject].notna()
            if not taken.all() and taken.any():
                yield from self._taken(phase, own, subject, taken)

    def _taken(
        self, phase: Phase, own: pd.DataFrame, subject: str, taken: pd.Series
    ) -> Iterator[_Changed]:
        if subject in _INSTEAD:
            other = _INSTEAD[subject]
            after = own.assign(**{other: own[subject], subject: own[other]})
            which = taken & own[other].isna()
            yield self._changed(phase, own, after, which, subject, "subject", [other] * len(own))
            return
        nothing = pd.Series(np.nan, index=own.index).astype(own[subject].dtype)
        without = own.assign(**{subject: nothing})
        yield self._changed(phase, own, without, taken, subject, "", [""] * len(own))
        usual = int(own[subject].median())
        for level in (usual, max(usual - 1, 0)):
            after = own.assign(**{subject: own[subject].fillna(level)})
            column = self._column(phase, subject)
            to = [(column, each) for each in self._written(phase, subject, after)]
            yield self._changed(phase, own, after, ~taken, subject, MORE, to)

    def _column(self, phase: Phase, subject: str) -> str:
        return "grade" if (phase, subject) in self._graded else "level"

    def _written(self, phase: Phase, subject: str, rows: pd.DataFrame) -> list[object]:
        """What stands in a row of ``results`` for what learners have in a subject."""
        if self._column(phase, subject) == "level":
            return list(rows[subject])
        ranks = rows[subject].fillna(0).clip(0, len(GRADES) - 1).astype(int)
        return [GRADES[rank] for rank in ranks]

    def _changed(
        self,
        phase: Phase,
        before: pd.DataFrame,
        after: pd.DataFrame,
        which: pd.Series,
        subject: str,
        column: str,
        to: Sequence[object],
    ) -> _Changed:
        at = np.flatnonzero(which.to_numpy(bool))
        before, after = before.iloc[at], after.iloc[at]
        who = zip(self._ids[before["pupil"]], before["academic_year"], at.tolist(), strict=True)
        does = [Change(pupil, year, phase, subject, column, to[row]) for pupil, year, row in who]
        return _Changed(before, after, np.arange(len(at)), does)

    def _of_learners(
        self, phase: Phase, own: pd.DataFrame, ids: Iterable[str]
    ) -> Iterator[_Changed]:
        """A learner is in a group or not, or at another school; with all rows of the phase."""
        names = pd.Series(list(ids), index=own.index, dtype=object)
        for flag in FLAGS:
            after = own.assign(**{flag: ~own[flag]})
            said = after[flag].map(_ANSWER)
            yield self._whole(phase, own, after, own[flag].notna(), names, flag, said)
        after = own.assign(sex=own["sex"].map(_OTHER_SEX))
        once = names.isin(self._once)
        yield self._whole(phase, own, after, once, names, "sex", after["sex"])
        for here, there in self._schools.pairs(phase, own):
            after = own.assign(school_id=there)
            which = own["school_id"] == here
            yield self._whole(phase, own, after, which, names, "school_id", after["school_id"])

    def _whole(
        self,
        phase: Phase,
        before: pd.DataFrame,
        after: pd.DataFrame,
        which: pd.Series,
        names: pd.Series,
        column: str,
        to: pd.Series,
    ) -> _Changed:
        edit, who = pd.factorize(names[which])
        first = np.unique(edit, return_index=True)[1]
        year = "" if column == "sex" else before["academic_year"].iloc[0]
        said = to[which].iloc[first]
        of = "" if column == "sex" else phase
        does = [Change(pupil, year, of, "", column, new)
                for pupil, new in zip(who, said, strict=True)]  # fmt: skip
        return _Changed(before[which], after[which], edit, does)

    def _of_entries(self, own: pd.DataFrame) -> Iterator[_Changed]:
        """Post-16: one grade up or down, or another subject that the school teaches."""
        scale = [rank for rank, grade in enumerate(GRADES) if grade not in _GCSE_ONLY]
        place = np.searchsorted(scale, own["score"])
        for by in (1, -1):
            fits = (place + by >= 0) & (place + by < len(scale))
            score = np.take(scale, place[fits] + by)
            after = own[fits].assign(score=score)
            yield self._entry(own[fits], after, "grade", [GRADES[rank] for rank in score])
        taught: dict[Any, list[str]] = {
            school: sorted(set(rows)) for school, rows in own.groupby("school_id")["subject"]
        }
        has = set(zip(own["pupil_id"], own["subject"], strict=True))
        pairs = [
            (at, other)
            for at, row in enumerate(own.itertuples())
            for other in taught[row.school_id]
            if (row.pupil_id, other) not in has
        ]
        before = own.iloc[[at for at, _ in pairs]]
        others = [other for _, other in pairs]
        yield self._entry(before, before.assign(subject=others), "subject", others)

    @staticmethod
    def _entry(
        before: pd.DataFrame, after: pd.DataFrame, column: str, to: Sequence[str]
    ) -> _Changed:
        names = zip(before["pupil_id"], before["academic_year"], before["subject"], to, strict=True)
        does = [Change(pupil, year, "post16", subject, column, new)
                for pupil, year, subject, new in names]  # fmt: skip
        return _Changed(before, after, np.arange(len(does)), does)

    def _edits(self, phase: Phase, changed: _Changed) -> Edits:
        many = len(changed.does)
        found = [*self._difference(phase, changed)]
        if phase in self._later:
            found += self._difference(self._later[phase][0], self._in_phase_after(phase, changed))
        owners = [each.pupil_id for each in changed.does]
        effects = self._numbers.effects(found, many)
        return Edits(["results"] * many, owners, list(changed.does), effects)

    def _in_phase_after(self, phase: Phase, changed: _Changed) -> _Changed:
        """The same learners in the phase after, whose progress is counted from this one."""
        late, years = self._later[phase]
        subjects = list(SUBJECTS[phase])
        was, becomes = (each[subjects].fillna(-1) for each in (changed.before, changed.after))
        moved = (was != becomes).any(axis=1).to_numpy()
        starts = changed.before["starts"] + years
        rows = changed.before.assign(starts=starts, row=np.arange(len(starts)))
        pairs = rows.loc[moved, ["pupil", "starts", "row"]].merge(
            self._learners[late], on=["pupil", "starts"]
        )
        row = pairs["row"].to_numpy()
        before, after = (
            pairs.assign(**{f"before_{name}": each[name].array[row] for name in subjects})
            for each in (changed.before, changed.after)
        )
        return _Changed(before, after, changed.edit[row], changed.does)

    def _difference(self, phase: Phase, changed: _Changed) -> Iterator[Counted]:
        """What is counted of rows as they would be, and what no more; by edit."""
        rows = changed.before, changed.after
        if not len(rows[0]) or rows[0]["academic_year"].iloc[0] not in self._numbers.years:
            return
        members, answers = zip(*(self._answers(phase, each) for each in rows), strict=True)
        stays = (rows[0]["school_id"].to_numpy() == rows[1]["school_id"].to_numpy())[:, None]
        # Whoever has several rows is one learner still: all of them are counted.
        stays &= (np.bincount(changed.edit)[changed.edit] == 1)[:, None]
        alike = stays & ((answers[0] == answers[1]) | np.isnan(answers).all(axis=0))
        for own, member, answer, sign in zip(rows, members, answers, (-1, 1), strict=True):
            code, at = self._places(phase, own)
            for start in range(0, len(own), _AT_ONCE):
                part = slice(start, start + _AT_ONCE)
                same = alike[part][:, None] & (members[0][part] == members[1][part])[:, :, None]
                known = member[part][:, :, None] & ~np.isnan(answer[part])[:, None]
                row, group, measure = np.nonzero(known & ~same)
                reached = sign * answer[part][row, measure]
                place = at[code[part][row], :, group, measure]
                yield changed.edit[part][row], place, reached, np.full(len(row), sign)

    def _places(self, phase: Phase, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Which school and year each row is of, and where the figures of each stand."""
        measures = [rule.measure_id for rule in every_rule() if rule.phase == phase]
        code, spots = pd.factorize(rows["school_id"] + " " + rows["academic_year"])
        of_each = []
        for spot in spots:
            school, year = spot.split(" ")
            of_each.append(self._numbers.places(school, year, measures, list(self._groups)))
        return code, np.stack(of_each)

    def _answers(self, phase: Phase, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Which groups each row is in, and what it answers to each measure of the phase."""
        asked = [f"({rule.asks})::FLOAT" for rule in every_rule() if rule.phase == phase]
        members = [f"coalesce({condition}, false)::FLOAT" for condition in self._groups.values()]
        self._engine.register("changed", rows.assign(number=np.arange(len(rows))))
        query = f"SELECT {', '.join([*members, *asked])} FROM changed ORDER BY number"
        columns = self._engine.execute(query).fetchnumpy().values()
        self._engine.unregister("changed")
        table: np.ndarray = np.column_stack(
            [np.ma.filled(np.ma.asarray(x, float), np.nan) for x in columns]
        )
        return table[:, : len(members)] > 0, table[:, len(members) :]
